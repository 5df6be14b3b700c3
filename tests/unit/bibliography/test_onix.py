"""ONIX by hand: each message is written here, and its record is what a person reads in it."""

from __future__ import annotations

import io
from pathlib import Path

import onixcheck
import pytest

from portal.bibliography import onix
from portal.bibliography.errors import (
    BibliographyFault,
    EmptyBibliography,
    OnixProductTooLarge,
    OnixRelease,
    UnknownBibliography,
    XmlDamaged,
    XmlDeclares,
)
from portal.kernel.bibliography import CODED, SET, Contributor, Record, RecordIsbn, Said
from tests.factories.onix import NAMESPACE, PRODUCT, message, product, shortened, titled

EXPECTED = Record(
    source_id="otava.9789510123454",
    title="The winter island",
    subtitle="a novel",
    part="2",
    responsibility="Aino Salo; translated by Mary Quill",
    language="eng",
    original_language="fin",
    original_title="Talvi saaressa",
    publisher="Otava",
    year=2019,
    medium="physical",
    classification=("84.2",),
    statement="2",
    isbns=(RecordIsbn(9789510123454), RecordIsbn(9789519999999, SET)),
    contributors=(
        Contributor("Salo, Aino", "1951-", True, ("isni:0000000121032683",),
                    (Said("aut", CODED, "A01"),)),
        Contributor("Mary Quill", roles=(Said("trl", CODED, "B06"),)),
        Contributor("af Ursin, Ville",
                    roles=(Said("ill", CODED, "A12"), Said("cov", CODED, "A36"))),
    ),
    same_work=("isbn:9789511234562", "work:01:Otava:1234"),
    faults=(),
)  # fmt: skip


def read(content: bytes) -> list[Record]:
    """All records of a message."""
    return list(onix.read(io.BytesIO(content), "kevat.xml"))


def test_the_message_by_hand_is_valid_onix(tmp_path: Path) -> None:
    whole = message(PRODUCT, attributes=f'xmlns="{NAMESPACE}" release="3.1"')
    (tmp_path / "kevat.xml").write_bytes(whole)
    assert onixcheck.validate(str(tmp_path / "kevat.xml")) == []


def test_every_element_of_a_product_is_read() -> None:
    assert read(message(PRODUCT)) == [EXPECTED]


def test_a_namespace_and_short_tags_say_the_same() -> None:
    with_namespace = message(PRODUCT, attributes=f'xmlns="{NAMESPACE}"')
    assert read(with_namespace) == [EXPECTED]
    assert b"<b203>" in shortened(message(PRODUCT))
    assert read(shortened(message(PRODUCT))) == [EXPECTED]


def test_utf_16_is_read_too() -> None:
    text = message(PRODUCT).decode().replace("UTF-8", "UTF-16")
    assert read(text.encode("utf-16")) == [EXPECTED]


def test_products_keep_their_order_and_what_is_taken_back_is_left_out() -> None:
    gone = product(isbn="9789511234562").replace(">03<", ">05<", 1)
    found = read(message(product(), gone, product(isbn="9789519999999")))
    assert [one.isbns[0].isbn for one in found] == [9789510123454, 9789519999999]


@pytest.mark.parametrize(
    ("form", "more", "medium"),
    [
        ("BC", "", "physical"),
        ("AC", "<ProductFormDetail>A101</ProductFormDetail>", "physical"),
        ("AA", "", None),
        ("AJ", "", "eaudiobook"),
        ("AN", "", "eaudiobook"),
        ("ED", "", "ebook"),
        ("ED", "<ProductFormDetail>E101</ProductFormDetail>", "ebook"),
        ("ED", "<ProductFormDetail>A103</ProductFormDetail>", "eaudiobook"),
        ("EA", "<PrimaryContentType>01</PrimaryContentType>", "eaudiobook"),
        ("EB", "<PrimaryContentType>10</PrimaryContentType>"
               "<ProductContentType>01</ProductContentType>", "ebook"),
        ("DB", "", "physical"),
        ("LB", "", None),
        ("ZE", "", None),
        ("00", "", None),
    ],
)  # fmt: skip
def test_the_form_says_the_medium_or_leaves_it_open(
    form: str, more: str, medium: str | None
) -> None:
    (record,) = read(message(product(f"<ProductForm>{form}</ProductForm>{more}")))
    assert record.medium == medium


@pytest.mark.parametrize(
    ("code", "terms"),
    [
        ("A01", ["aut"]), ("A14", ["aut"]), ("A45", ["aut"]), ("A38", ["ant"]),
        ("B06", ["trl"]), ("B08", ["trl"]), ("B10", ["edt", "trl"]), ("B05", ["adp"]),
        ("B03", ["adp"]), ("B04", ["abr"]), ("A23", ["wfw"]), ("A24", ["win"]),
        ("A15", ["wpr"]), ("A19", ["aft"]), ("A32", ["ctb"]), ("B01", ["edt"]),
        ("C01", ["com"]), ("A12", ["ill"]), ("A35", ["ill"]), ("A13", ["pht"]),
        ("A36", ["cov"]), ("A46", ["ink"]), ("A47", ["clr"]), ("E07", ["nrt"]),
        ("A06", ["cmp"]), ("Z99", ["oth"]), ("neither", ["oth"]),
    ],
)  # fmt: skip
def test_a_role_of_list_17_is_a_relator_term(code: str, terms: list[str]) -> None:
    named = f"<ContributorRole>{code}</ContributorRole><PersonName>Aino Salo</PersonName>"
    (record,) = read(message(product(f"<Contributor>{named}</Contributor>")))
    assert record.contributors[0].roles == tuple(Said(term, CODED, code) for term in terms)


def test_a_name_without_a_role_has_none() -> None:
    nameless = "<Contributor><PersonName>Aino Salo</PersonName></Contributor>"
    (record,) = read(message(product(nameless)))
    assert record.contributors == (Contributor("Aino Salo"),)


def test_the_number_of_a_set_is_a_sets() -> None:
    (record,) = read(message(product("<ProductComposition>10</ProductComposition>")))
    assert record.isbns == (RecordIsbn(9789510123454, SET),)


def test_isbn_10_and_13_are_one_and_what_is_none_is_said() -> None:
    old = ("<ProductIdentifier><ProductIDType>02</ProductIDType><IDValue>951-0-12345-5</IDValue>"
           "</ProductIdentifier>")  # fmt: skip
    (record,) = read(message(product(more=old)))
    assert record.isbns == (RecordIsbn(9789510123454),)
    (wrong,) = read(message(product(isbn="9789510123455")))
    assert (wrong.isbns, wrong.faults) == ((), ("isbn_unusable",))


def test_an_apostrophe_joins_the_article_to_the_title() -> None:
    element = (
        "<TitleElement><TitleElementLevel>01</TitleElementLevel><TitlePrefix>L’</TitlePrefix>"
        "<TitleWithoutPrefix>étranger</TitleWithoutPrefix></TitleElement>"
    )
    (record,) = read(message(product(titled(element))))
    assert record.title == "L’étranger"


def test_a_volume_without_a_title_of_its_own_bears_the_collections() -> None:
    elements = (
        "<TitleElement><TitleElementLevel>02</TitleElementLevel><TitleText>Saaret</TitleText>"
        "</TitleElement><TitleElement><TitleElementLevel>01</TitleElementLevel>"
        "<PartNumber>3</PartNumber></TitleElement>"
    )
    (record,) = read(message(product(titled(elements))))
    assert (record.title, record.part) == ("Saaret", "3")


def test_the_language_heard_counts_where_none_is_written() -> None:
    heard = "<Language><LanguageRole>08</LanguageRole><LanguageCode>swe</LanguageCode></Language>"
    (record,) = read(message(product(heard)))
    assert record.language == "swe"


BOMB = '<!DOCTYPE ONIXMessage [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
OFFICIAL = '<!DOCTYPE ONIXMessage SYSTEM "http://127.0.0.1:9/onix.dtd">'


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", EmptyBibliography),
        (b"<html><body>404</body></html>", UnknownBibliography),
        (b"\x00\x01 not XML", UnknownBibliography),
        (message(PRODUCT)[:-200], XmlDamaged),
        (message(PRODUCT).replace(b"</Product>", b"</Item>"), XmlDamaged),
        (message(PRODUCT, head=BOMB), XmlDeclares),
        (message(product(titled("<TitleStatement>&auml;</TitleStatement>")), head=OFFICIAL),
         XmlDeclares),
        (message(PRODUCT, attributes='release="2.1"'), OnixRelease),
        (message(product(f"<ProductForm>{'x' * 5_000_000}</ProductForm>")), OnixProductTooLarge),
    ],
    ids=["empty", "web page", "not XML", "cut off", "not closed", "entities", "entity of a DTD",
         "2.1", "one huge product"],
)  # fmt: skip
def test_what_is_no_message_is_refused(content: bytes, fault: type[BibliographyFault]) -> None:
    with pytest.raises(fault):
        read(content)


def test_a_doctype_that_declares_nothing_is_read_and_its_address_never_opened() -> None:
    assert read(message(PRODUCT, head=OFFICIAL)) == [EXPECTED]
