"""Words of the home page and of hints: what to do, why, where, and what it is worth."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup, escape

from portal.services.home import Home
from portal.services.suggestions.missing_money import Hint
from portal.web.masked import tax_percent
from portal.wording import formats, terms

REASONS = {
    "not_mine": _l("It is not mine"),
    "in_order": _l("I have looked, and it is in order"),
    "asked": _l("I have asked the others"),
    "later": _l("I want to look at it another time"),
}


def heading(hint: Hint) -> Markup:
    """What to do, with the work's title in its own language."""
    words = {
        "heads_differ": _("Agree on how many share “%(title)s”"),
        "roles_differ": _("Agree on who did what in “%(title)s”"),
        "edition_left_out": _("Add another edition of “%(title)s”"),
        "suggested": ngettext(
            "Add “%(title)s”: %(num)s edition looks like yours",
            "Add “%(title)s”: %(num)s editions look like yours",
            hint.number,
            title="%(title)s",
        ),
        "unmatched_loans": _("Say which book “%(title)s” is: it has loans without an ISBN"),
        "heads_by_record": _("Check how many share “%(title)s”"),
        "other_name": _("Tell us the name %(name)s, if it is yours"),
        "expires": _("Some money of %(year)s expires on %(day)s"),
        "added_late": _("“%(title)s” came after the last day"),
        "no_tax_card": _("Ask the tax office for a tax card"),
        "old_tax_card": _("Check that your tax card of %(this_year)s reaches us"),
        "no_email": _("Tell us your e-mail address"),
        "referral": _("Tell us how it went with Kopiosto"),
    }
    return Markup(escape(words[hint.code])) % _numbers(hint)


def detail(hint: Hint) -> str:
    """Why, in a sentence or two."""
    words = {
        "heads_differ": _(
            "The claims count people differently. Each is paid the smallest part until they agree."
        ),
        "roles_differ": _(
            "One claim says translation, another says original text. The rest waits until they "
            "agree."
        ),
        "edition_left_out": _("The %(medium)s %(isbn)s is in the catalogue without you."),
        "suggested": _("Libraries’ records name you, or it is a work in your list."),
        "unmatched_loans": _("The libraries’ files name you as its writer or translator."),
        "heads_by_record": _heads_said(hint),
        "other_name": _name_said(hint),
        "expires": _(
            "It is too little to be paid. About %(more)s more must come from your works by then."
        ),
        "added_late": _("The next payment pays it. You need not do anything."),
        "no_tax_card": _(
            "Without a card %(percent)s of the payment is withheld. The sum here is that tax."
        ),
        "old_tax_card": _("We know your card of %(year)s and withhold %(percent)s by it."),
        "no_email": _("Without it we cannot remind you before a last day."),
        "referral": _("You left for their pages on %(day)s."),
    }
    return " ".join(filter(None, [words[hint.code] % _plain(hint), _lent(hint)]))


def how(hint: Hint) -> str:
    """How the sum was estimated; empty where there is none."""
    words = {
        "heads_differ": _("The largest part that a claim allows, less the smallest."),
        "roles_differ": _("The largest part that a claim allows, less the smallest."),
        "edition_left_out": _(
            "Its loans, with the part that you have in the work’s other editions."
        ),
        "suggested": _("Loans that can still be paid, with the part that the suggestion says."),
        "unmatched_loans": _("Loans that can still be paid, with your part in that work."),
        "heads_by_record": _("What your shares of open years would be, less what they are."),
        "other_name": _("Loans of the editions under that name that can still be paid."),
        "expires": _("Your shares of the year that wait, before tax."),
        "added_late": _("Your share of the latest loan year, before tax."),
        "no_tax_card": _("What would be withheld from the next payment."),
    }
    return words.get(hint.code, "") if hint.cents else ""


def address(hint: Hint) -> str:
    """The page where it can be done."""
    if hint.code in ("suggested", "unmatched_loans"):
        return url_for("suggestions.work", number=hint.suggestion)
    if hint.work_id is not None:
        anchor = {
            "edition_left_out": "others",
            "heads_by_record": "shares",
            "heads_differ": "shares",
            "roles_differ": "shares",
        }
        return url_for("works.work", work_id=hint.work_id, _anchor=anchor.get(hint.code))
    places = {
        "expires": "money.index", "no_tax_card": "rules.tax", "old_tax_card": "money.index",
        "no_email": "details.index", "referral": "illustrators.index",
        "other_name": "details.add_name",
    }  # fmt: skip
    return url_for(places[hint.code], name=hint.name or None)


def tag(hint: Hint) -> tuple[str, str]:
    """Whether there is something to do, as a tag's words and kind."""
    if hint.code == "added_late":
        return _("Waits"), "plain"
    return (_("Last chance"), "error") if hint.code == "expires" else (_("To do"), "warn")


def worth(hint: Hint) -> str:
    """The sum at stake; empty where none is."""
    if not hint.cents:
        return ""
    return _("about %(sum)s", sum=formats.rough_money(hint.cents))


def reason(code: str) -> str:
    """Why a hint was put aside."""
    return str(REASONS[code])


def paid_days(seen: Home) -> str:
    """The days of the year's payments."""
    return formats.listed([formats.day(day) for day in seen.paid.days])


def lede(seen: Home) -> str:
    """How often the works were lent, in a sentence; empty where no library has reported."""
    if not seen.loans.years:
        return ""
    year = seen.loans.years[0]
    return ngettext(
        "Your work was lent %(loans)s times in %(year)s.",
        "Your %(num)s works were lent %(loans)s times in %(year)s.",
        seen.works, loans=formats.count(seen.loans.by_year[year]), year=year,
    )  # fmt: skip


def _heads_said(hint: Hint) -> str:
    """What she says and what the record says, each a sentence of its own number."""
    own = ngettext("You say one person.", "You say %(num)s people.", hint.said)
    record = ngettext(
        "The library’s record names one.", "The library’s record names %(num)s.", hint.number
    )
    return f"{own} {record}"


def _name_said(hint: Hint) -> str:
    if not hint.number:
        return _("The library’s record of “%(title)s” has this name instead of yours.")
    return ngettext(
        "%(num)s edition has this name.", "%(num)s editions have this name.", hint.number
    )


def _lent(hint: Hint) -> str:
    if not hint.loans:
        return ""
    number = formats.count(hint.loans)
    return ngettext("It was lent once.", "It was lent %(number)s times.", hint.loans, number=number)


def _numbers(hint: Hint) -> dict[str, object]:
    lang = Markup(' lang="{}"').format(hint.language) if hint.language else ""
    return {**_plain(hint), "title": Markup("<span{}>{}</span>").format(lang, hint.title)}


def _plain(hint: Hint) -> dict[str, str]:
    return {
        "year": str(hint.year or ""),
        "this_year": hint.subject,
        "day": formats.day(hint.day) if hint.day else "",
        "more": formats.rough_money(hint.more_cents),
        "percent": tax_percent(hint.ppm),
        "medium": str(terms.MEDIA.get(hint.medium, "")),
        "isbn": formats.isbn(hint.isbn) if hint.isbn else "",
        "name": hint.name,
        "title": hint.title,
        "num": str(hint.number),
    }
