"""What a party did by a record: the role from the record alone, and namesakes kept apart."""

import pytest

from portal.kernel.bibliography import Contributor, Record, Said
from portal.services.records.record_names import PartyNames, keys_of, years_in
from portal.services.records.record_parts import part_in


def by(*contributors, **more):
    return Record("1", "Koti", language="fin", contributors=contributors, **{"year": 1985, **more})


def called(name, term="aut", basis="coded", **more):
    return Contributor(name, roles=(Said(term, basis, term),) if term else (), **more)


def aino(**more):
    return PartyNames(1, keys_of("Aino Maria Salo", "legal"), **{"born": 1950, **more})


def codes(part):
    return [reason["code"] for reason in part.reasons]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Salo, Aino Maria,", "legal"),
        ("Aino Maria Salo", "legal"),
        ("Salo, Aino", "shorter"),
        ("Salo, Aino M.", "shorter"),
        ("Salo, A.", "initials"),
        ("Salo, A. M.", "initials"),
    ],
)
def test_a_name_is_known_in_every_form_of_it_and_which_form_is_said(written, kind):
    part = part_in(by(called(written)), aino())

    assert part is not None
    assert part.kind == kind


@pytest.mark.parametrize("written", ["Salo, Eero", "Salo", "Salonen, Aino", "Aino, Maria"])
def test_another_name_is_not_hers(written):
    assert part_in(by(called(written)), aino()) is None


def test_the_same_year_of_birth_makes_it_sure():
    part = part_in(by(called("Salo, Aino", dates="1950-2019")), aino())

    assert (part.certainty, part.role, part.heads) == ("sure", "author", 1)
    assert codes(part) == ["name", "coded", "years"]


def test_a_name_alone_is_likely_and_never_sure():
    assert part_in(by(called("Salo, Aino")), aino()).certainty == "likely"


def test_initials_alone_are_unsure():
    part = part_in(by(called("Salo, A.")), aino())

    assert part.certainty == "unsure"
    assert codes(part) == ["name", "coded", "initials"]


@pytest.mark.parametrize(
    ("more", "year", "code"),
    [
        ({"dates": "1921-"}, 1985, "other_years"),
        ({"identifiers": ("finaf:2",)}, 1985, "other_identifier"),
        ({}, 1955, "too_early"),
    ],
)
def test_namesakes_are_kept_apart_with_the_reason(more, year, code):
    part = part_in(
        by(called("Salo, Aino Maria", **more), year=year), aino(identifiers=frozenset({"finaf:1"}))
    )

    assert part.certainty == "unsure"
    assert code in codes(part)


def test_somebody_is_ten_years_old_before_the_first_book():
    assert part_in(by(called("Salo, Aino"), year=1959), aino()).certainty == "unsure"
    assert part_in(by(called("Salo, Aino"), year=1960), aino()).certainty == "likely"


def test_an_identifier_of_another_scheme_says_nothing():
    names = aino(identifiers=frozenset({"finaf:1"}))

    assert part_in(by(called("Salo, Aino", identifiers=("isni:9",))), names).certainty == "likely"


def test_whom_she_disowned_is_known_by_the_identifier():
    part = part_in(by(called("Salo, Aino", identifiers=("isni:9",))),
                   aino(others=frozenset({"isni:9"})))  # fmt: skip

    assert "other_identifier" in codes(part)


def test_the_same_identifier_is_enough_whatever_the_name():
    names = aino(identifiers=frozenset({"finaf:1"}))

    part = part_in(by(called("Ranta, A. S.", identifiers=("finaf:1",))), names)

    assert (part.certainty, part.kind) == ("sure", "identifier")


def test_where_the_records_know_two_of_the_name_it_is_unsure_until_a_year_says_which():
    names = aino(namesakes=frozenset({"aino salo"}))

    assert part_in(by(called("Salo, Aino")), names).certainty == "unsure"
    assert part_in(by(called("Salo, Aino", dates="1950-")), names).certainty == "sure"


def test_a_text_of_another_field_is_unsure():
    names = aino(fields=frozenset({"8"}), works=3)

    other = part_in(by(called("Salo, Aino"), classification=("62.5",)), names)

    assert "other_field" in codes(other)
    assert part_in(by(called("Salo, Aino"), classification=("84.2",)), names).certainty == "likely"


def test_a_name_without_a_role_is_nobodys_translator_and_unsure_even_with_her_identifier():
    one = called("Salo, Aino", term="", dates="1950-", identifiers=("finaf:1",))

    part = part_in(by(one, original_language="swe"), aino(identifiers=frozenset({"finaf:1"})))

    assert (part.role, part.heads, part.certainty) == (None, None, "unsure")
    assert "no_role" in codes(part)


@pytest.mark.parametrize(
    "translation",
    [{"original_language": "swe"}, {"original_title": "Hem"}],
)
def test_the_writer_of_a_translation_is_the_originals(translation):
    assert part_in(by(called("Salo, Aino"), **translation), aino()).role == "original_author"


def test_a_translator_makes_the_writer_the_originals_and_heads_are_of_the_same_role():
    record = by(called("Hem, Eva"), called("Salo, Aino", "trl", "words"), called("Lind, B", "trl"))

    part = part_in(record, aino())

    assert (part.role, part.heads) == ("translator", 2)
    assert "words" in codes(part)
    assert part_in(by(*record.contributors, called("Salo, Aino Maria", dates="1950-")),
                   aino()).role == "original_author"  # fmt: skip


def test_editors_have_no_role_and_names_without_one_leave_the_number_open():
    assert part_in(by(called("Salo, Aino", "edt")), aino()).role is None
    assert part_in(by(called("Salo, Aino")), aino()).counted
    assert not part_in(by(called("Salo, Aino"), called("Lind, B", "")), aino()).counted
    assert not part_in(by(called("Salo, Aino"), responsibility="Aino Salo ... [et al.]"),
                       aino()).counted  # fmt: skip


def test_a_foreword_is_a_text_of_its_own_in_the_book_and_not_sure():
    part = part_in(by(called("Hem, Eva"), called("Salo, Aino", "win", dates="1950-")), aino())

    assert (part.role, part.heads, part.certainty) == ("author", 2, "likely")
    assert "piece" in codes(part)


@pytest.mark.parametrize(
    ("dates", "years"),
    [
        ("1950-2019", (1950, 2019)),
        ("1950-", (1950, None)),
        ("s. 1950", (1950, None)),
        ("-1710", (None, 1710)),
        ("1872–k. 1950", (1872, 1950)),
        ("", (None, None)),
        ("1800-luku", (None, None)),
        ("k. 2010", (None, 2010)),
    ],
)
def test_the_years_behind_a_name(dates, years):
    assert years_in(dates) == years
