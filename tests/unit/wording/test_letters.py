"""Letters that leave: every code in every language, a name and a link and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from portal.wording import letters, notices, security_letters
from portal.wording.letters import Letters
from portal.wording.speaking import nearest, speaking, spoken

FACTS = {
    "letter": {"subject": "News"},
    "answer": {},
    "payment_calculated": {"pays_on": date(2026, 12, 3)},
    "reminder": {"last_day": date(2026, 11, 3)},
    "invitation_accepted": {},
    "dispute_opened": {},
    "dispute_reminder": {},
    "dispute_news": {},
    "dispute_decided": {},
    "shared_work_left": {},
}
SECURITY = {
    "at": datetime(2026, 10, 15, 7, 11, tzinfo=UTC), "on_paper": False, "details": "{}",
}  # fmt: skip
FACTS |= dict.fromkeys(security_letters.WORDS, SECURITY)
SHARED = {"number": "7K3M9QW2X6", "name": "Eero", "title": "Talvi", "answer_by": "2026-11-14"}
NOTICES = {
    "payment_calculated": {"run": "r", "pays_on": "2026-12-03", "gross_cents": 4956,
                           "tax_cents": 1214, "net_cents": 3742},
    "loans_arrived": {"year": 2025},
    "name_confirmed": {"name": "A. S. Ranta"},
    "name_refused": {"name": "A. S. Ranta", "reason": "no_proof"},
    "email_changed": {},
    "editions_added": {"editions": 1, "receipt": "7K3M9QW2X6",
                       "named": [{"title": "Talvi", "isbn": 9789510470961}]},
    "person_merged": {"name": "Saima Ojalehto"},
    "merge_undone": {"name": "Saima Ojalehto"},
    "mandate_given": {"name": "Aki Agentti", "kind": "agent"},
    "mandate_revoked": {"name": "Aki Agentti", "kind": "agent"},
    "visit_ended": {"name": "Minna", "from": "2026-10-15T07:02:00+00:00", "pages": 4, "changes": 0,
                    "until": "2026-10-15T07:11:00+00:00"},
    "passkey_added": {"name": "My phone"},
    "passkey_removed": {"name": "My phone"},
    "passkeys_forgotten": {},
    "device_new": {"device": "Firefox on Windows"},
    "invitation_accepted": {"name": "Eero", "title": "Talvi", "work": 1},
    "dispute_opened": SHARED,
    "dispute_reminder": SHARED,
    "dispute_news": {**SHARED, "act": "agreed", "state": "agreed"},
    "dispute_decided": {**SHARED, "day": "2026-11-14"},
    "shared_work_left": SHARED,
}  # fmt: skip


@pytest.mark.parametrize("locale", spoken())
@pytest.mark.parametrize("code", sorted(letters.CODES))
def test_every_letter_names_the_reader_and_leads_to_the_portal(code: str, locale: str) -> None:
    write = Letters("https://portal.example")
    letter = write(code, locale, name="Ås & <Ö>", words="", **FACTS[code])
    assert letter.subject
    assert "\n" not in letter.subject
    assert "Ås & <Ö>" in letter.body
    assert "https://portal.example/messages" in letter.body
    assert "Ås" not in write(code, locale, name="Eero", words="", **FACTS[code]).body


@pytest.mark.parametrize("locale", spoken())
@pytest.mark.parametrize("code", sorted(security_letters.WORDS.keys() & NOTICES.keys()))
def test_a_letter_of_safety_says_on_paper_what_the_message_says(code: str, locale: str) -> None:
    facts = {**SECURITY, "on_paper": True, "details": json.dumps(NOTICES[code])}
    letter = Letters()(code, locale, name="Aino", words="", **facts)
    with speaking(locale):
        heading, paragraphs = notices.said(code, NOTICES[code])
    assert letter.subject == heading
    assert all(one in letter.body for one in paragraphs)


def test_on_paper_the_letter_holds_the_words() -> None:
    letter = Letters()("letter", "en", name="Aino", words="Hello.\n\nBye.", subject="News")
    assert (letter.subject, letter.body) == ("News", "Hello.\n\nBye.\n")


def test_without_an_address_of_the_portal_the_letter_has_no_link() -> None:
    assert "http" not in Letters()("answer", "en", name="Aino", words="").body


def test_days_are_written_as_the_reader_writes_them() -> None:
    body = Letters()("reminder", "fi", name="Aino", last_day=date(2026, 11, 3)).body
    assert "3. marraskuuta 2026" in body


@pytest.mark.parametrize(
    ("locale", "found"),
    [("fi", "fi"), ("sv_FI", "sv_FI"), ("sv_SE", "sv_FI"), ("sv", "sv_FI"), ("de", "en"),
     ("en_GB", "en"), ("", "en")],
)  # fmt: skip
def test_another_country_of_the_language_will_do(locale: str, found: str) -> None:
    assert nearest(locale) == found


@pytest.mark.parametrize("locale", spoken())
def test_every_notice_has_words_in_every_language(locale: str) -> None:
    assert NOTICES.keys() == notices.CODES
    with speaking(locale):
        for code, facts in NOTICES.items():
            heading, paragraphs = notices.said(code, facts)
            assert heading
            assert all(paragraphs)


def test_the_sum_of_a_notice_is_after_tax_and_says_so() -> None:
    with speaking("en"):
        _heading, paragraphs = notices.said("payment_calculated", NOTICES["payment_calculated"])
    assert paragraphs[:2] == (
        "We pay you €37.42 after tax on 3 December 2026.",
        "That is €49.56 before tax; €12.14 of tax is withheld.",
    )


def test_a_notice_of_another_time_is_still_a_page() -> None:
    with speaking("en"):
        assert notices.said("no_such_notice", {})[0] == "News from the portal"
