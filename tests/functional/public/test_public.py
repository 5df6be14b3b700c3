"""The pages that everybody reads, signed in or not."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest

from portal.app import create_app
from portal.kernel.identity import SYSTEM
from portal.services.parameters import parameters
from portal.settings import Settings
from portal.wording import glossary
from tests.factories import people
from tests.factories.lending import Lending
from tests.functional.conftest import sign_in
from tests.house import source
from tests.page_client import Page, PageClient, words

RULES = ("who", "loans", "sharing", "classes", "rates", "cap", "smallest", "last-days", "term",
         "additional", "tax", "limits")  # fmt: skip
PAGES = ("/how-it-works", "/help", "/help/words", "/help/statement", "/help/paper/works",
         "/help/paper/contact", "/accessibility", "/privacy", "/leaving/kopiosto",
         "/leaving/teosto", "/statistics", "/rules",
         *(f"/rules/{word}" for word in RULES))  # fmt: skip

SVG = "{http://www.w3.org/2000/svg}"


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def value(lending: Lending, name: str, text: str, unit: str, **more: object) -> None:
    """A parameter of the society's own, imported as a society does."""
    said = {"name": name, "valid_from": "2020-01-01", "value": text, "unit": unit,
            "source": "decided in a test", **more}  # fmt: skip
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in said.items())
    path = lending.folder / "own.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"[[parameter]]\n{lines}\n", encoding="utf-8")
    with lending.session() as session:
        parameters.import_file(session, path, SYSTEM)


@pytest.mark.parametrize("address", PAGES)
def test_everybody_reads_it_and_it_is_light(client: PageClient, address: str) -> None:
    page = client.get(address)
    assert len(page.html.encode()) < 40_000
    assert page.all("script") == []


def test_every_link_of_these_pages_leads_somewhere(client: PageClient) -> None:
    pages = {address: client.get(address) for address in ("/", *PAGES)}
    for address, page in pages.items():
        for link in page.all("a"):
            parts = urlsplit(link.get("href") or "")
            if parts.scheme or parts.path.startswith(("/sign-in", "/works", "/calendar")):
                continue
            target = pages.get(parts.path or address) or client.get(parts.path)
            if parts.fragment:
                assert target.all("*", id=parts.fragment) or has_id(target, parts.fragment), (
                    f"{address} leads to {link.get('href')}"
                )


def has_id(page: Page, wanted: str) -> bool:
    return any(element.get("id") == wanted for element in page.tree.iter())


def test_a_visitor_has_a_bar_of_four_words(client: PageClient) -> None:
    bar = client.get("/rules/tax").one("nav", aria_label="Main")
    links = list(bar.iter("a"))
    assert [words(link) for link in links] == ["Start", "How it works", "Rules", "Statistics"]
    assert [link.get("aria-current") for link in links] == [None, None, "true", None]
    assert client.get("/").all("a", aria_current="page")[0].get("href") == "/"


def test_the_author_s_bar_stays_on_public_pages(client: PageClient, database) -> None:
    with database() as session:
        account = people.account(session, people.person(session))
    bar = sign_in(client, account).get("/statistics").one("nav", aria_label="Main")
    assert "Works" in words(bar)
    assert "How it works" not in words(bar)


def test_the_foot_leads_to_what_everybody_may_read(client: PageClient) -> None:
    foot = client.get("/sign-in").one("footer")
    assert [link.get("href") for link in foot.iter("a")][:3] == [
        "/how-it-works", "/rules", "/statistics",
    ]  # fmt: skip
    assert {"/accessibility", "/privacy"} <= {link.get("href") for link in foot.iter("a")}


def test_the_start_names_the_next_public_days(client: PageClient, lending: Lending) -> None:
    assert "Put these days into your calendar" in client.get("/").text("main")
    lending.rate(2025, "0.25")
    lending.run("autumn", date(2026, 12, 1), date(2026, 10, 30), approve=False)
    said = [words(one) for one in client.get("/").one("dl", class_="dates").iter("div")]
    assert said[0].startswith("30 October 2026")
    assert said[1].startswith("1 December 2026")
    assert all("planned" in one for one in said[:2])


def test_the_example_is_computed_from_the_latest_rate(client: PageClient, lending: Lending) -> None:
    # by hand: 876 × 0.25 = 219.00; × 73 % = 159.87; ÷ 2 = 79.935, to cents 79.94
    # 24.5 % of 79.94 is 19.5853, of which 19.58 is withheld: 60.36 is left
    steps = [plain(words(step)) for step in example(client)]
    assert "876 loans" in steps[0]
    assert "€0.25" in steps[1]
    assert "€219.00" in steps[1]
    assert "73 %" in steps[2]
    assert "€159.87" in steps[2]
    assert "€79.935" in steps[3]
    assert [step.split()[-1] for step in steps[4:]] == ["€79.94", "−€19.58", "€60.36"]
    value(lending, "lending.rate", "0.30", "EUR/loan", loan_year=2025)
    # 876 × 0.30 × 73 % ÷ 2 = 95.922
    assert "€95.92" in plain(words(example(client)[4]))
    assert "An example with the numbers of 2025" in client.get("/how-it-works").text("main")


def example(client: PageClient) -> list:
    return list(client.get("/how-it-works").one("ol", class_="chain").iter("li"))


def test_a_rule_says_the_society_s_own_number_with_its_source(
    client: PageClient, lending: Lending
) -> None:
    assert "at least €10.00" in client.get("/rules/smallest").text("main")
    value(lending, "lending.threshold", "25", "EUR")
    page = client.get("/rules/smallest").text("main")
    assert "at least €25.00" in page
    assert "decided in a test" in page
    value(lending, "lending.term_years", "50", "years")
    assert "until 50 years after" in client.get("/rules/term").text("main")
    value(lending, "lending.years_open", "3", "years")
    assert "3 years after the loans" in client.get("/rules/last-days").text("main")
    value(lending, "lending.cap", "40000", "EUR", kind="physical")
    value(lending, "lending.cap", "9000", "EUR", kind="e", valid_from="2023-01-01")
    said = client.get("/rules/cap").text("main")
    assert "at most €32,000.00" in said, "the cap of 2022 is younger than a value of 2020"
    assert "€9,000.00 for its e-loans" in said


def test_a_number_that_nobody_decided_is_said_to_be_open(
    client: PageClient, lending: Lending
) -> None:
    value(lending, "lending.threshold", "10", "EUR", valid_from="2000-01-01",
          status="withdrawn")  # fmt: skip
    page = client.get("/rules/smallest").text("main")
    assert "Nobody has decided this number yet" in page
    assert "€" not in page


@pytest.mark.parametrize("word", [word for word in RULES if word not in ("limits",)])
def test_every_rule_has_a_source(client: PageClient, word: str) -> None:
    page = client.get(f"/rules/{word}")
    sections = [one for one in page.all("section") if one.get("id")]
    named = [one for one in sections if "source" not in words(one).lower()]
    assert [one.get("id") for one in named] == []


def test_anchors_that_other_pages_lead_to_stay(client: PageClient) -> None:
    kept = {
        "/rules/limits": ("cap", "smallest", "expiry", "protection", "e-loans"),
        "/rules/classes": ("class-picture_book", "class-comic", "class-story_book", "translation"),
        "/rules/rates": ("rate-2024", "rate-2017"),
        "/rules/sharing": ("heads", "translation", "disagree", "rounding"),
        "/rules/last-days": ("last-day", "expiry"),
        "/help": ("contact", "paper"),
        "/how-it-works": ("example", "pictures"),
        "/accessibility": ("feedback",),
    }
    lost = [(address, anchor) for address, anchors in kept.items() for anchor in anchors
            if not has_id(client.get(address), anchor)]  # fmt: skip
    assert lost == []


def test_a_rule_that_does_not_exist_is_not_found(client: PageClient) -> None:
    for address in ("/rules/nothing", "/help/paper/nothing", "/leaving/evil.example"):
        client.get(address, 404)


def test_the_rates_are_a_picture_and_a_table(client: PageClient) -> None:
    page = client.get("/rules/rates")
    assert "A loan of 2024 pays €0.25" in page.text("main")
    labels = [words(text) for text in page.one(f"{SVG}svg", role="img").iter(f"{SVG}text")]
    assert labels[::2] == ["2017", "2019", "2020", "2021", "2022", "2024"]


def test_leaving_shows_the_whole_address_and_sends_nothing_along(client: PageClient) -> None:
    page = client.get("/leaving/teosto?to=https://evil.example")
    outgoing = [a for a in page.all("a") if (a.get("href") or "").startswith("https:")]
    assert [(a.get("href"), a.get("rel")) for a in outgoing] == [
        ("https://www.teosto.fi", "noreferrer noopener")
    ]
    assert "https://www.teosto.fi" in page.text("dl", class_="summary")
    assert "evil" not in page.text("main")


def test_paper_forms_say_where_to_post_them(settings: Settings) -> None:
    app = create_app(replace(settings, help_contact="Society, PL 1, Helsinki"))
    try:
        page = PageClient(app).get("/help/paper/works")
        assert "Post it to: Society, PL 1, Helsinki" in page.text("main")
        table = page.one("table")
        assert [words(th) for th in table.iter("th")] == [
            "ISBN", "Title", "Your part", "How many share it",
        ]  # fmt: skip
        assert "Society, PL 1, Helsinki" in PageClient(app).get("/accessibility").text("main")
    finally:
        app.extensions["portal.engine"].dispose()


def test_the_statement_is_honest_about_what_nobody_tested(client: PageClient) -> None:
    said = client.get("/accessibility").text("main")
    for words_of in ("WCAG 2.2", "EN 301 549", "Nobody has tested the portal with NVDA", "in part"):
        assert words_of in said


def test_the_words_are_those_of_the_glossary() -> None:
    kept = tomllib.loads((source.ROOT / "translations" / "glossary.toml").read_text("utf-8"))
    known = {term["en"] for term in kept["term"]}
    own = {str(term).lower() for _, term, _ in glossary.MEANINGS}
    assert own - known == {"class", "waiting"}, "words that no translation has to keep"


@pytest.mark.parametrize("address", ["/rules/smallest", "/how-it-works", "/statistics"])
def test_an_unchanged_page_is_not_sent_again(
    client: PageClient, lending: Lending, address: str
) -> None:
    client.get(address)  # the forgery token's cookie comes with the first page
    tag = client.get(address).response.headers["ETag"]
    assert again(client, address, tag) == 304
    assert again(client, address, tag, language="fi") == 200
    value(lending, "lending.threshold", "25", "EUR")
    assert again(client, address, tag) == 200


def again(client: PageClient, address: str, tag: str, language: str = "") -> int:
    """The status of a page that the browser has kept."""
    headers = {"If-None-Match": tag, **({"Accept-Language": language} if language else {})}
    answer = client.client.get(address, headers=headers, base_url=client.base_url)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    return answer.status_code


def test_a_page_that_a_visitor_kept_is_not_the_author_s(client: PageClient, database) -> None:
    client.get("/rules")
    tag = client.get("/rules").response.headers["ETag"]
    with database() as session:
        account = people.account(session, people.person(session))
    assert again(sign_in(client, account), "/rules", tag) == 200
