"""The contract's table of claims that disagree, reached through the pages, cent by cent.

On one edition 300.00 euro for the text; (before tax, disputed) in cents.
"""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from portal.services.sharing.dispute_decisions import Decision
from portal.store.catalogue import Claim
from tests.factories.lending import Lending
from tests.functional.disputes import steps
from tests.functional.disputes.steps import money, say_wrong, three, three_hundred
from tests.functional.works.steps import signed_in
from tests.page_client import words

HALF, THIRD = (15000, 0), (10000, 0)
THIRD_WAITS = (10000, 5000)


def two_writers(lending: Lending) -> None:
    three_hundred(lending)
    for code in ("P1", "P2"):
        lending.claim(code, 1, heads=2)


def test_two_and_two_then_two_and_three_then_three_and_three(app: Flask, lending: Lending) -> None:
    two_writers(lending)
    assert money(lending) == {"P1": HALF, "P2": HALF}
    aino, eero, _mary = three(app, lending)
    address = say_wrong(eero, lending, "heads", heads="3")
    assert steps.entries(lending) == {"P1": [("author", 2)], "P2": [("author", 3)]}
    assert money(lending) == {"P1": THIRD_WAITS, "P2": THIRD_WAITS}
    aino.post(f"{address}/agree", redirects_to=address, token_from=address)
    assert steps.entries(lending) == {"P1": [("author", 3)], "P2": [("author", 3)]}
    assert money(lending) == {"P1": THIRD, "P2": THIRD}
    assert steps.dispute(lending).state == "agreed"


def test_a_piece_of_an_anthology_stays_one_when_its_writer_agrees(
    app: Flask, lending: Lending
) -> None:
    """Whose piece is separate has a term of its own."""
    three_hundred(lending)
    for code in ("P1", "P2"):
        lending.claim(code, 1, heads=2, separate=True)
    aino, eero, _mary = three(app, lending)
    address = say_wrong(eero, lending, "heads", heads="3")
    aino.post(f"{address}/agree", redirects_to=address, token_from=address)
    with lending.session(writes=False) as session:
        rows = session.execute(select(Claim.heads, Claim.separate).where(Claim.heads == 3))
        assert rows.all() == [(3, True), (3, True)]


def test_an_invited_writer_is_paid_what_waited(app: Flask, lending: Lending) -> None:
    three_hundred(lending)
    lending.claim("P1", 1, heads=2)
    assert money(lending) == {"P1": HALF}
    aino, eero = signed_in(app, lending, "P1"), signed_in(app, lending, "P2")
    url = steps.wrong_url(lending).replace("wrong", "invite")
    sent = {"name": "Eero Salo", "way": "letter", "role": "author", "heads": "2"}
    page = aino.get(aino.client.post(url, data={**aino.hidden(url), **sent}).location)
    code = "".join(words(one) for one in page.one("p", class_="code").iter("span"))
    answer = {"code": code, "role": "author", "heads": "2"}
    eero.post("/invitation/accept", answer, redirects_to=aino_work(lending),
              token_from="/invitation")  # fmt: skip
    assert money(lending) == {"P1": HALF, "P2": HALF}


def aino_work(lending: Lending) -> str:
    return steps.wrong_url(lending).partition("/wrong")[0]


def test_taken_back_each_has_half_again(app: Flask, lending: Lending) -> None:
    two_writers(lending)
    eero = signed_in(app, lending, "P2")
    address = say_wrong(eero, lending, "heads", heads="3")
    eero.post(f"{address}/withdraw", redirects_to=address, token_from=address)
    assert steps.entries(lending) == {"P1": [("author", 2)], "P2": [("author", 2)]}
    assert money(lending) == {"P1": HALF, "P2": HALF}


def test_three_who_say_two_agree_on_three(app: Flask, lending: Lending) -> None:
    three_hundred(lending)
    for code in ("P1", "P2", "P3"):
        lending.claim(code, 1, heads=2)
    assert set(money(lending).values()) == {THIRD_WAITS}
    aino, eero, mary = three(app, lending)
    address = say_wrong(mary, lending, "heads", heads="3")
    assert set(money(lending).values()) == {THIRD_WAITS}
    aino.post(f"{address}/agree", redirects_to=address, token_from=address)
    assert steps.dispute(lending).state == "open"
    eero.post(f"{address}/agree", redirects_to=address, token_from=address)
    assert steps.dispute(lending).state == "agreed"
    assert set(money(lending).values()) == {THIRD}


def test_an_author_who_was_translated_agrees_to_be_the_originals_writer(
    app: Flask, lending: Lending
) -> None:
    three_hundred(lending)
    lending.claim("P1", 1, "author")
    lending.claim("P3", 1, "translator")
    assert money(lending) == {"P1": (15000, 15000), "P3": (0, 15000)}
    aino, mary = signed_in(app, lending, "P1"), signed_in(app, lending, "P3")
    aino_id = lending.ids["P1"]
    address = say_wrong(mary, lending, "role", own_role="translator",
                        person=f"{aino_id} author", right_role="original_author")  # fmt: skip
    assert money(lending) == {"P1": (15000, 15000), "P3": (0, 15000)}
    aino.post(f"{address}/agree", redirects_to=address, token_from=address)
    assert steps.entries(lending) == {
        "P1": [("original_author", 1)], "P3": [("translator", 1)],
    }  # fmt: skip
    assert money(lending) == {"P1": HALF, "P3": HALF}


def test_somebody_without_a_part_leaves_the_whole_to_the_writer(
    app: Flask, lending: Lending
) -> None:
    two_writers(lending)
    aino, eero = signed_in(app, lending, "P1"), signed_in(app, lending, "P2")
    address = say_wrong(aino, lending, "role", person=f"{lending.ids['P2']} author",
                        right_role="none", heads="1")  # fmt: skip
    # Facts: one, two. Each is paid half; the other half is disputed for both.
    assert money(lending) == {"P1": (15000, 15000), "P2": (15000, 15000)}
    eero.post(f"{address}/agree", redirects_to=address, token_from=address)
    assert money(lending) == {"P1": (30000, 0)}


def test_a_missing_translator_makes_it_a_translation(app: Flask, lending: Lending) -> None:
    two_writers(lending)
    aino, eero = signed_in(app, lending, "P1"), signed_in(app, lending, "P2")
    address = say_wrong(aino, lending, "name_missing", name="Mary Quill",
                        missing_role="translator", heads="2")  # fmt: skip
    # Aino says translated, Eero says not: a quarter is sure, half is the most.
    assert money(lending) == {"P1": (7500, 7500), "P2": (7500, 7500)}
    eero.post(f"{address}/agree", redirects_to=address, token_from=address)
    assert money(lending) == {"P1": (7500, 0), "P2": (7500, 0)}


def test_not_my_work_gives_the_others_their_part_when_they_say_so(
    app: Flask, lending: Lending
) -> None:
    two_writers(lending)
    eero = signed_in(app, lending, "P2")
    say_wrong(eero, lending, "not_my_work", words="")
    assert steps.entries(lending) == {"P1": [("author", 2)]}
    assert money(lending) == {"P1": HALF}
    assert steps.dispute(lending).state == "agreed"


def test_the_office_decides_and_a_second_look_decides_anew(app: Flask, lending: Lending) -> None:
    two_writers(lending)
    aino, eero = signed_in(app, lending, "P1"), signed_in(app, lending, "P2")
    address = say_wrong(eero, lending, "heads", heads="3")
    steps.send_file(aino, f"{address}/disagree")
    number = steps.dispute(lending).number
    steps.decide(lending, number, Decision("kept"), steps.officer(lending))
    assert money(lending) == {"P1": HALF, "P2": HALF}
    appeal = f"{address}/appeal"
    eero.post(appeal, {"words": "The contract names three."}, redirects_to=address)
    # What Eero says stands again, so the part waits again; the rest is paid.
    assert money(lending) == {"P1": THIRD_WAITS, "P2": THIRD_WAITS}
    steps.decide(lending, number, Decision("asked"), steps.officer(lending, "O2"))
    assert money(lending) == {"P1": THIRD, "P2": THIRD}


def test_what_was_approved_stays_and_the_next_run_settles_the_difference(
    app: Flask, lending: Lending
) -> None:
    two_writers(lending)
    lending.today = steps.CUTOFF.replace(day=10)
    first = lending.run("autumn", steps.PAYS, steps.CUTOFF)
    lending.today = steps.CUTOFF.replace(day=2).replace(month=10, day=15)
    aino, eero = signed_in(app, lending, "P1"), signed_in(app, lending, "P2")
    address = say_wrong(eero, lending, "heads", heads="3")
    steps.send_file(aino, f"{address}/disagree")
    decision = Decision("facts", heads={"writers": 3})
    steps.decide(lending, steps.dispute(lending).number, decision, steps.officer(lending))
    with lending.session() as session:
        run = session.get_one(steps.Run, 1)
        assert (run.code, run.digest, run.gross_cents) == (first.run, first.digest, 30000)
    # Each was paid 150.00 and is due 100.00: nothing is paid until 50.00 is made up for.
    assert money(lending) == {"P1": (0, 0), "P2": (0, 0)}
