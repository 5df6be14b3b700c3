"""Koha's file: component rows, ISBNs of 020 $a only, title groups, classes by a table."""

from __future__ import annotations

A = "9789510112441"
B = "9789511293675"


def record(identifiers, loans, **more):
    return {"Tunnisteet": identifiers, "Lainamäärä": str(loans), **more}


def test_component_rows_repeat_the_host_and_are_left_out(room, adds_up):
    """100 loans of the host, five component rows that show 100: 100, not 600 (worked case 27)."""
    rows = [record(f"020a {A}", 100)]
    rows += [record("", 100, Tyyppi="2", Nimeke=f"Runo {n}") for n in range(5)]
    reading = room.read(room.koha(*rows))
    assert reading.format == "koha_sanasto"
    assert reading.totals.loans_accepted == 100
    assert {key: (one.rows, one.loans) for key, one in reading.left_out.items()} == {
        "component": (5, 500)
    }
    assert room.counts(reading) == [(int(A), None, 2024, "physical", None, 100)]
    assert adds_up(reading)


def test_titles_of_components_are_not_titles_of_their_host(room, refused):
    rows = [record(f"020a {A}", 100, Nimeke="Runot")]
    rows += [record(f"020a {A}", 100, Tyyppi="2", Nimeke=f"Runo {n}") for n in range(5)]
    rows += [record(f"020a {A}", 7, Tyyppi="3", Nimeke=f"Osa {n}") for n in range(5)]
    reading = room.read(room.koha(*rows))
    assert reading.totals.loans_accepted == 100
    assert refused(reading) == {"type_unknown": (5, 35)}
    assert [row["title"] for row in room.rows(reading.titles_path)] == ["Runot"]


def test_only_020_a_counts_and_qualifiers_are_cut(room, refused):
    reading = room.read(
        room.koha(
            record(f"020a {A} (sid.);020z {B};024a 6417825051806", 1),
            record("020a 951-0-11244-5 nid.", 10),
            record(f"020a {A}:020c 12 e", 100),
            record("020q sid.;020a 978-951-0-11244-1 (nid.);022a 0317-8471", 1000),
        )
    )
    assert room.counts(reading) == [(int(A), None, 2024, "physical", None, 1111)]
    assert refused(reading) == {}


def test_refused_by_the_first_bad_one_when_none_is_valid(room, refused):
    reading = room.read(
        room.koha(
            record("022a 0317-8471;020z 9789510112441", 1),
            record("", 1),
            record(A, 1),
            record("020a sid.", 4),
            record("020a 9789510112442;020a 123", 8),
            record("020a 9789510000000 (sid.)", 16),
            record(f"020a 9789510112442;020a {B}", 32),
        )
    )
    assert refused(reading) == {
        "empty": (3, 3),
        "characters": (1, 4),
        "check_digit": (1, 8),
        "rounded": (1, 16),
    }
    assert room.counts(reading) == [(int(B), None, 2024, "physical", None, 32)]


def test_a_group_is_per_record_never_chained(room):
    reading = room.read(
        room.koha(
            record(f"020a {B};020a {A}", 5),
            record(f"020a {B};020a 9789524712941", 7),
            record(f"020a {B}", 11),
        )
    )
    assert room.counts(reading) == [
        (int(A), f"{A} {B}", 2024, "physical", None, 5),
        (9789511293675, None, 2024, "physical", None, 11),
        (9789511293675, f"{B} 9789524712941", 2024, "physical", None, 7),
    ]


def test_an_isbn_with_too_many_titles_leaves_the_record_its_other_isbn(room, refused):
    titles = ("Meri", "Maa", "Taivas", "Tuli")
    rows = [record(f"020a {A}", 1, Nimeke=title) for title in titles]
    rows.append(record(f"020a {A};020a {B}", 10, Nimeke="Meri"))
    reading = room.read(room.koha(*rows))
    assert refused(reading) == {"too_many_titles": (4, 4)}
    assert room.counts(reading) == [(int(B), None, 2024, "physical", None, 10)]


def test_too_many_titles_are_counted_in_one_file_only(room, refused):
    room.koha(record(f"020a {A}", 1, Nimeke="Meri"), record(f"020a {A}", 1, Nimeke="Maa"), name="a")
    room.koha(record(f"020a {A}", 1, Nimeke="Tuli"), record(f"020a {A}", 1, Nimeke="Jää"), name="b")
    assert refused(room.read()) == {}


def test_classes_by_the_longest_beginning_in_the_table(room):
    table = {"85": "picture_book", "85.2": "story_book"}
    reading = room.read(
        room.koha(
            record(f"020a {A}", 1, Luokka="084a 85.22;0842 ykl"),
            record(f"020a {B}", 1, Luokka="084a 84.2"),
            record("020a 9789524712941", 1, Luokka="85.1"),
        ),
        class_table=table,
    )
    assert {(isbn, class_) for isbn, _, _, _, class_, _ in room.counts(reading)} == {
        (int(A), "story_book"),
        (int(B), None),
        (9789524712941, "picture_book"),
    }


def test_titles_and_main_authors(room):
    reading = room.read(
        room.koha(
            record(
                f"020a {A};020a {B}", 1, Nimeke="Meri", Päätekijä="100a Aalto, Aino,;100e kirj."
            ),
            record(f"020a {A}", 1, Nimeke="Merj"),
            record(f"020a {B};020a {A}", 1, Nimeke="Meri", Päätekijä="100a Aalto, Aino,"),
        )
    )
    assert room.rows(reading.titles_path) == [
        {"isbn": int(A), "title": "Meri", "author": "Aalto, Aino"},
        {"isbn": int(B), "title": "Meri", "author": "Aalto, Aino"},
    ]


def test_a_type_that_is_neither_host_nor_component_is_refused(room, refused):
    reading = room.read(room.koha(record(f"020a {A}", 3, Tyyppi="3"), record(f"020a {A}", 4)))
    assert refused(reading) == {"type_unknown": (1, 3)}
    assert reading.totals.loans_accepted == 4
