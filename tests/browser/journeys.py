"""What people come to do, step by step, and what the audit log says of it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Locator, Page, expect

from portal.demo.details import PDF
from tests.browser.hands import Pointer

PROOF = FilePayload(name="contract.pdf", mimeType="application/pdf", buffer=PDF)
FERRY = "9789511099987"
ESTATES_BOOK = "9789511099970"


@dataclass(frozen=True)
class Journey:
    """Who does what; `events` are what the audit log gains after signing in, in order.

    `before` puts rows into the database that a browser cannot: what happened weeks ago. With
    `other_device` the person is signed in elsewhere too.
    """

    name: str
    person: str
    steps: Callable[[Pointer, str], None]
    events: tuple[str, ...]
    before: str = ""
    other_device: bool = False

    def __str__(self) -> str:
        return self.name


def link(page: Page, name: str) -> Locator:
    """The first link of the page's own part that has these words."""
    return page.get_by_role("main").get_by_role("link", name=name).first


def button(page: Page, name: str) -> Locator:
    """The first button of the page's own part that has these words."""
    return page.get_by_role("main").get_by_role("button", name=name).first


def area(hands: Pointer, name: str) -> None:
    """Opens one of the areas of the bar."""
    bar = hands.page.get_by_role("navigation", name="Main")
    hands.follow(bar.get_by_role("link", name=name))


def says(page: Page, words: str) -> None:
    """Waits until the page says so."""
    expect(page.get_by_role("main")).to_contain_text(words)


def list_a_work(hands: Pointer, _: str) -> None:
    """Adds a book, changes it and takes it out again."""
    page = hands.page
    add(hands, FERRY, "The Lost Ferry")
    hands.follow(link(page, "The Lost Ferry"))
    hands.follow(link(page, "Change Translator"))
    hands.write(page.get_by_label("How many people"), "2")
    hands.press(button(page, "Save the change"))
    says(page, "Saved. Receipt number")
    hands.follow(link(page, "Withdraw"))
    hands.press(button(page, "Withdraw the entry"))
    says(page, "You have withdrawn this work")


def add(hands: Pointer, isbn: str, title: str) -> None:
    """Pastes an ISBN that nobody knows and says its title."""
    page = hands.page
    area(hands, "Works")
    hands.follow(link(page, "Add works"))
    hands.write(page.get_by_label("Text with ISBNs"), isbn)
    hands.press(button(page, "Find works"))
    hands.write(page.get_by_label("Title of the book"), title)
    hands.press(button(page, "Add what is ticked"))
    says(page, "1 entry is saved")


def see_the_effect(hands: Pointer, _: str) -> None:
    """Tries three heads, sees what they bring, and saves them."""
    page = hands.page
    area(hands, "Works")
    hands.follow(page.get_by_role("table").get_by_role("link").first)
    hands.follow(link(page, "What if"))
    hands.write(page.get_by_label("How many people"), "3")
    hands.press(button(page, "See the effect"))
    says(page, "The effect")
    hands.follow(link(page, "Use these in my entry"))
    hands.press(button(page, "Save the change"))
    says(page, "Saved. Receipt number")


def put_a_hint_aside(hands: Pointer, _: str) -> None:
    """Puts the first hint aside and brings it back."""
    page = hands.page
    hands.follow(link(page, "What you may be missing"))
    hands.follow(link(page, "Put this aside"))
    hands.choose(page.get_by_label("It is not mine"))
    hands.press(button(page, "Put the hint aside"))
    says(page, "The hint is put aside")
    hands.press(button(page, "Bring it back"))
    says(page, "The hint is shown again")


def claim_what_may_be_hers(hands: Pointer, _: str) -> None:
    """One press adds the three editions of a work, and another takes the answer back."""
    page = hands.page
    area(hands, "Works")
    hands.follow(link(page, "See what may be yours"))
    hands.press(button(page, "Mine: add 3 editions"))
    says(page, "Answered lately")
    hands.press(button(page, "Take the answer back"))
    says(page, "Mine: add 3 editions")


def ask_the_office(hands: Pointer, _: str) -> None:
    """Asks a question and adds to it."""
    page = hands.page
    area(hands, "Messages")
    hands.follow(link(page, "Ask the office"))
    hands.choose(page.get_by_role("radio", name="Money"))
    hands.write(page.get_by_label("Your question"), "When do the loans of this year come?")
    hands.press(button(page, "Send the question"))
    hands.write(page.get_by_label("Your message"), "I mean those of the autumn.")
    hands.press(button(page, "Send the message"))
    says(page, "I mean those of the autumn.")


def open_a_letter(hands: Pointer, _: str) -> None:
    """Opens a new letter."""
    area(hands, "Messages")
    hands.press(hands.page.locator(".letters").get_by_role("button").first)
    says(hands.page, "Number of this message")


def read_everything(hands: Pointer, _: str) -> None:
    """Marks all new letters as read."""
    page = hands.page
    area(hands, "Messages")
    hands.press(button(page, "Mark everything as read"))
    says(page, "You have read everything")


def say_how_to_reach(hands: Pointer, _: str) -> None:
    """Changes the telephone, and says whether others may have it."""
    page = hands.page
    area(hands, "My details")
    hands.follow(link(page, "Change telephone or address"))
    hands.write(page.get_by_label("Telephone"), "+358 457 765 4321")
    hands.press(button(page, "Keep telephone and address"))
    says(page, "+358 457 765 4321")
    hands.follow(link(page, "Change this answer"))
    hands.choose(page.get_by_label("No, ask me first"))
    hands.press(button(page, "Keep this answer"))
    says(page, "We tell nobody how to reach you")


def add_a_name(hands: Pointer, _: str) -> None:
    """Sends a pen name with a file as proof."""
    page = hands.page
    area(hands, "My details")
    hands.follow(link(page, "Names and proofs"))
    hands.follow(link(page, "Add a name"))
    hands.write(page.get_by_label("The name, as it stands"), "L. Hallava")
    hands.choose(page.get_by_label("A pen name"))
    hands.attach(page.get_by_label("A file as proof"), PROOF)
    hands.press(button(page, "Send the name"))
    says(page, "The name is sent")


def be_reminded(hands: Pointer, _: str) -> None:
    """No reminders any more."""
    page = hands.page
    area(hands, "My details")
    hands.follow(link(page, "Change how reminders come"))
    hands.choose(page.get_by_label("Not at all"))
    hands.press(button(page, "Keep this choice"))
    says(page, "Not at all")


def read_well(hands: Pointer, _: str) -> None:
    """The largest letters, light on dark."""
    page = hands.page
    hands.follow(page.get_by_role("contentinfo").get_by_role("link", name="Letters and colours"))
    hands.choose(page.get_by_label("Largest letters"))
    hands.choose(page.get_by_label("Light letters on a dark page"))
    hands.press(button(page, "Keep this choice"))
    expect(page.locator("html[data-letters=largest][data-theme=dark]")).to_have_count(1)


def end_a_session(hands: Pointer, _: str) -> None:
    """Ends the session of another device."""
    page = hands.page
    area(hands, "My details")
    hands.follow(link(page, "See where you are signed in"))
    hands.press(button(page, "Sign out this one"))
    expect(button(page, "Sign out this one")).to_have_count(0)


def take_the_data(hands: Pointer, _: str) -> None:
    """Takes everything away."""
    page = hands.page
    area(hands, "My details")
    hands.follow(link(page, "See what is kept"))
    with page.expect_download() as taken:
        hands.press(button(page, "Take all my data away"))
    assert taken.value.suggested_filename.endswith(".zip")


def go_to_who_pays_pictures(hands: Pointer, _: str) -> None:
    """Takes the list, and leaves for who pays the pictures."""
    page = hands.page
    area(hands, "Works")
    hands.follow(link(page, "Your list for Kopiosto"))
    with page.expect_download() as taken:
        hands.follow(link(page, "Download the list"))
    assert taken.value.suggested_filename == "pictures.csv"
    hands.follow(link(page, "Open the service of Kopiosto"))
    hands.press(button(page, "I go there now"))
    says(page, "We have noted that you go there")


def say_how_it_went(hands: Pointer, _: str) -> None:
    """Answers, 61 days after having gone, how it went."""
    page = hands.page
    hands.follow(link(page, "Tell us how it went"))
    hands.follow(link(page, "Say how it went"))
    hands.choose(page.get_by_label("Yes, I have joined"))
    hands.press(button(page, "Save the answer"))
    says(page, "We do not ask again")


def check_a_receipt(hands: Pointer, address: str) -> None:
    """Looks up one's own receipt as everybody can."""
    page = hands.page
    area(hands, "Messages")
    hands.follow(link(page, "See your receipts"))
    number = page.get_by_role("rowheader").first.inner_text()
    foot = page.get_by_role("contentinfo")
    hands.follow(foot.get_by_role("link", name="Check a receipt"))
    hands.write(page.get_by_label("Number of the receipt"), number.lower())
    hands.press(button(page, "Check the receipt"))
    says(page, "The receipt is genuine")


def speak_finnish(hands: Pointer, _: str) -> None:
    """Letters and pages in Finnish."""
    page = hands.page
    area(hands, "My details")
    hands.follow(link(page, "Change the language"))
    hands.choose(page.get_by_label("Suomi"))
    hands.press(button(page, "Keep this language"))
    expect(page.locator("html[lang=fi]")).to_have_count(1)


def act_for_an_estate(hands: Pointer, _: str) -> None:
    """An heir adds a book of the estate."""
    page = hands.page
    hands.press(button(page, "Act for Otso"))
    add(hands, ESTATES_BOOK, "Saari kuuntelee")


GONE = """
    INSERT INTO referral (party_id, organisation, editions, referred_on)
    SELECT id, 'kopiosto', 3, '2026-08-15' FROM party WHERE code = 'D002'
"""
JOURNEYS = (
    Journey("list a work", "Saima", list_a_work,
            ("claim_added", "claim_changed", "claim_withdrawn")),
    Journey("see the effect", "Iiro", see_the_effect, ("claim_changed",)),
    Journey("put a hint aside", "Terhi", put_a_hint_aside,
            ("hint_put_aside", "hint_brought_back")),
    Journey("claim what may be hers", "Terhi", claim_what_may_be_hers,
            (*["claim_added"] * 3, "suggestions_answered", *["claim_withdrawn"] * 3,
             "suggestions_reopened")),
    Journey("ask the office", "Saima", ask_the_office, ("question_asked", "question_continued")),
    Journey("open a letter", "Tuuli", open_a_letter, ("message_read",)),
    Journey("read everything", "Saima", read_everything, ("messages_read",)),
    Journey("say how to reach", "Aliisa", say_how_to_reach,
            ("contact_changed", "consent_changed")),
    Journey("add a name", "Lumi", add_a_name, ("name_added",)),
    Journey("be reminded", "Lumi", be_reminded, ("reminders_chosen",)),
    Journey("read well", "Meri", read_well, ("screen_chosen",)),
    Journey("end a session", "Paavo", end_a_session, ("session_ended",),
            other_device=True),
    Journey("take the data", "Aliisa", take_the_data, ("data_exported",)),
    Journey("go to who pays pictures", "Jalo", go_to_who_pays_pictures, ("referral_made",)),
    Journey("say how it went", "Reko", say_how_it_went, ("referral_answered",), GONE),
    Journey("check a receipt", "Saima", check_a_receipt, ()),
    Journey("speak Finnish", "Nils", speak_finnish, ("language_chosen",)),
    Journey("act for an estate", "Helka", act_for_an_estate,
            ("acting_for_changed", "claim_added")),
)  # fmt: skip
