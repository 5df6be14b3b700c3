"""Which values the parts of each address take: things of a person, of the office, of everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.functional.access.planted import Theirs
from tests.functional.access.world import World

Fill = Callable[[Theirs, dict[str, list[Any]]], list[dict[str, Any]]]


def hers(name: str, *parts: str) -> Fill:
    """Things of a person: each value is the parts of an address."""
    return lambda own, _office: [_named(parts, value) for value in own[name]]


def offices(name: str, *parts: str) -> Fill:
    """Things of the office."""
    return lambda _own, office: [_named(parts, value) for value in office[name]]


def fixed(part: str, *values: object) -> Fill:
    """Words that are everybody's."""
    return lambda _own, _office: [{part: value} for value in values]


def in_runs(**more: object) -> Fill:
    """A person's share of each run that paid her."""
    return lambda own, _office: [
        {"code": run, "person": own.code, **more} for run in own["run"]
    ]  # fmt: skip


def _named(parts: tuple[str, ...], value: Any) -> dict[str, Any]:
    return dict(zip(parts, value if isinstance(value, tuple) else (value,), strict=True))


PRIVATE: dict[str, Fill] = {
    "loans.edition": hers("isbn", "isbn"), "loans.edition_file": hers("isbn", "isbn"),
    "loans.work": hers("work", "work_id"), "loans.work_file": hers("work", "work_id"),
    "details.end_device": hers("device", "handle"),
    "mandates.end": hers("mandate", "mandate_id"), "details.withdraw_name": hers("name", "name_id"),
    "details.proof": hers("document", "number"), "messages.thread": hers("message", "number"),
    "messages.open_thread": hers("message", "number"), "messages.reply": hers("message", "number"),
    "messages.receipt": hers("receipt", "number"),
    "passkeys.remove": hers("passkey", "handle"),
    "works.work": hers("work", "work_id"),
    "grouping.index": hers("work", "work_id"), "grouping.join": hers("work", "work_id"),
    "grouping.split": hers("work", "work_id"), "grouping.save_split": hers("work", "work_id"),
    "grouping.undo": hers("grouping", "work_id", "number"),
    "grouping.save_join": hers("pair", "work_id", "other_id"),
    "invitations.letter": hers("invitation", "work_id", "number"),
    "invitations.renew": hers("invitation", "work_id", "number"),
    "invitations.withdraw": hers("invitation", "work_id", "number"),
    "invitations.invite": hers("edition", "work_id", "edition_id"),
    "disputes.wrong": hers("edition", "work_id", "edition_id"),
    "disputes.seen": hers("dispute", "number"), "disputes.agree": hers("dispute", "number"),
    "disputes.appeal": hers("dispute", "number"), "disputes.disagree": hers("dispute", "number"),
    "disputes.withdraw": hers("dispute", "number"), "disputes.write": hers("dispute", "number"),
    "works.change": hers("claim", "claim_id"), "works.withdraw": hers("claim", "claim_id"),
    "works.what_if": hers("claim", "claim_id"), "illustrators.year": hers("isbn", "isbn"),
    "illustrators.asked": hers("referral", "referral_id"),
    "works.saved": hers("span", "first", "last"),
    "suggestions.work": hers("suggestion", "number"),
}  # fmt: skip
"""A person's own: to everybody else it does not exist."""

NAMED_ALIKE: dict[str, Fill] = {
    "home.bring_back": hers("hint", "code", "subject"),
    "home.put_aside": hers("hint", "code", "subject"), "money.loans": hers("isbn", "isbn"),
    "money.payment": hers("run", "run"), "money.lines": hers("run", "run"),
    "money.additional": lambda own, _office: [
        {"run": one, "loan_year": 2024} for one in own["run"]],
    "money.why": lambda own, _office: [{"run": one, "number": 1} for one in own["run"]],
    "details.confirm_email": hers("change", "token"),
}  # fmt: skip
"""Where the same words name each person's own: a run, a kind of hint, an unknown link."""

OFFICE: dict[str, Fill] = {
    **{f"staff_people.{name}": hers("code", "code")
       for name in ("person", "death", "no_death", "give_mandate")},
    "staff_people.end_mandate": hers("mandate", "mandate_id"),
    "staff_people.undo_merge": offices("merge", "merge_id"),
    "staff_members.end": offices("staff", "code"),
    **{f"staff_messages.{name}": hers("name", "number")
       for name in ("name", "name_confirm", "name_proof", "name_refuse")},
    **{f"staff_messages.{name}": hers("message", "number")
       for name in ("question", "answer", "close")},
    "staff_today.order": offices("order", "number"),
    "staff_today.cancel_order": offices("order", "number"),
    "staff_loans.imported": offices("import", "number"),
    "staff_loans.refused": offices("import", "number"),
    **{f"staff_loans.{name}": fixed("year", 2024, 2025)
       for name in ("year", "unclaimed", "unclaimed_csv")},
    "staff_rules.number": fixed("name", "lending.rate", "tax.rate"),
    "staff_rules.propose": fixed("name", "lending.rate", "tax.rate"),
    **{f"staff_rules.{name}": offices("proposal", "number")
       for name in ("proposal", "approve", "changes", "refuse", "try_again", "withdraw")},
    **{f"staff_runs.{name}": offices("run", "code")
       for name in ("run", "approve", "say_yes", "compared", "take", "people", "recompute",
                    "sample")},
    "staff_runs.check": lambda _own, office: [
        {"code": one, "check": check} for one in office["run"] for check in ("sums", "sample")],
    **{f"staff_runs.{name}": in_runs() for name in ("person", "sheet", "say")},
    "staff_runs.additional": in_runs(loan_year=2024), "staff_runs.line": in_runs(number=1),
    **{f"visits.{name}": offices("visit", "handle") for name in ("approve", "refuse", "start")},
    "visits.ask": hers("code", "code"),
    "staff_works.undo_grouping": offices("grouping", "number"),
    "staff_works.undo_unmatched": offices("decision", "number"),
    **{f"staff_works.{name}": hers("dispute", "number")
       for name in ("dispute", "decide", "decided")},
    "staff_works.document": hers("said", "number", "document"),
    **{f"staff_works.{name}": hers("isbn", "isbn")
       for name in ("edition", "edition_ask", "edition_write")},
    **{f"staff_works.{name}": hers("work", "work_id") for name in ("work", "join", "split")},
}  # fmt: skip
"""What the office works on, people's things among it: a matter of the role."""

EVERYBODYS: dict[str, Fill] = {
    "guide.paper_form": fixed("word", "contact", "works"),
    "guide.leaving": fixed("code", "kuvasto"),
    "rules.in_words": fixed("word", "who", "loans"), "most_lent.year": fixed("loan_year", 2024),
    "most_lent.download": fixed("loan_year", 2024),
    "verification.found": hers("receipt", "number"),
    "email_sign_in.letter": fixed("token", "unknown"),
    "catalogue_exchange.file": fixed("name", "csv", "onix"),
}  # fmt: skip
"""Public, or the same word for everybody, who then sees her own."""

FILLS = {**PRIVATE, **NAMED_ALIKE, **OFFICE, **EVERYBODYS}
NOT_SWEPT = ("static",)


@dataclass(frozen=True)
class Try:
    """One request: `private` when it names another person's thing."""

    endpoint: str
    method: str
    url: str
    private: bool


def rules(app: Flask) -> list[Rule]:
    """Every address of the portal but files without anybody's data."""
    return [one for one in app.url_map.iter_rules() if one.endpoint not in NOT_SWEPT]


def unfillable(app: Flask) -> set[str]:
    """Endpoints whose address has parts that nobody here can fill."""
    return {one.endpoint for one in rules(app) if one.arguments and one.endpoint not in FILLS}


def tries(app: Flask, world: World, others: list[Theirs]) -> list[Try]:
    """Every address with every thing of these people, in each of its methods."""
    found: dict[Try, None] = {}
    adapter = app.url_map.bind("localhost")
    for rule in rules(app):
        private = rule.endpoint in PRIVATE
        fill = FILLS.get(rule.endpoint)
        values = [{}] if fill is None else [
            one for own in others for one in fill(own, world.office)]  # fmt: skip
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            for value in values:
                url = adapter.build(rule.endpoint, value, method=method)
                found[Try(rule.endpoint, method, url, private)] = None
    return list(found)
