"""A record says the same, whatever carries it: ISO 2709, MARCXML or Aleph sequential."""

from __future__ import annotations

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pymarc import Field, Indicators, Subfield
from pymarc import Record as Marc

from portal.bibliography import reading
from portal.bibliography.marc import record_of
from portal.kernel.bibliography import Record, from_data

LEADER = "00000nam a2200000 i 4500"
# Signs that every carrier can hold: Aleph has its own for lines, subfields and blanks.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"],
                  exclude_characters="$^\ufffe\uffff\ufeff"),
    min_size=1, max_size=40,
)  # fmt: skip
ISBNS = st.sampled_from(["951-580-282-2 (nid.)", "9789510100882", "not one", "9510100889 (set)"])
WORDS = st.sampled_from(
    ["suomentanut Otto Manninen", "Aino Salo ; kuvat: Eero Salo", "övers. av A. Salo", "x y z"]
)
NAMES = st.sampled_from(["Manninen, Otto", "Salo, Aino", "Salo, A.", "Salo, Eero,"])


@st.composite
def fields(draw: st.DrawFn) -> list[Field]:
    """The fields of a record: a number, a title with words, ISBNs and names."""
    made = [
        Field(tag="001", data=draw(st.from_regex(r"[0-9]{9}", fullmatch=True))),
        _field("245", [("a", "T" + draw(TEXTS)), ("c", draw(WORDS))]),
    ]
    made += [_field("020", [("a", one)]) for one in draw(st.lists(ISBNS, max_size=3))]
    for name in draw(st.lists(NAMES, max_size=4)):
        relator = draw(st.sampled_from(["", "kääntäjä", "ill."]))
        made.append(_field("700", [("a", name)] + ([("e", relator)] if relator else [])))
    return made


def _field(tag: str, subfields: list[tuple[str, str]]) -> Field:
    parts = [Subfield(code, value) for code, value in subfields]
    return Field(tag=tag, indicators=Indicators("1", " "), subfields=parts)


@given(fields())
def test_three_carriers_say_the_same(made: list[Field]) -> None:
    said = record_of(Marc(fields=made, leader=LEADER))
    for carried in (_as_iso_2709(made), _as_xml(made), _as_aleph(made)):
        assert _one(carried) == said


@given(fields())
def test_a_record_survives_being_kept(made: list[Field]) -> None:
    said = record_of(Marc(fields=made, leader=LEADER))
    assert from_data(said.as_data()) == said


def _one(data: bytes) -> Record:
    (record,) = reading.read(BytesIO(data), "records")
    return record


def _as_iso_2709(made: list[Field]) -> bytes:
    marc = Marc(fields=made, leader=LEADER)
    marc.leader = LEADER  # type: ignore[assignment]
    return bytes(marc.as_marc())


def _as_xml(made: list[Field]) -> bytes:
    record = etree.Element("record")
    etree.SubElement(record, "leader").text = LEADER
    for field in made:
        if field.control_field:
            etree.SubElement(record, "controlfield", tag=field.tag).text = field.data
            continue
        element = etree.SubElement(record, "datafield", tag=field.tag, ind1="1", ind2=" ")
        for code, value in field.subfields:
            etree.SubElement(element, "subfield", code=code).text = value
    return etree.tostring(record, encoding="utf-8")


def _as_aleph(made: list[Field]) -> bytes:
    number = made[0].data
    lines = [f"{number} LDR   L {LEADER}"]
    for field in made:
        text = field.data or "".join(f"$${code}{value}" for code, value in field.subfields)
        signs = "  " if field.control_field else "1 "
        lines.append(f"{number} {field.tag}{signs} L {text}")
    return "\n".join(lines).encode()
