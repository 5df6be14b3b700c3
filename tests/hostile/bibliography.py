"""Files of records that were broken on purpose: each is refused with a sentence or read honestly.

A case is its class, its name, its bytes, and what must come of it: the code of the refusal, or
how many records with a title are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import portal.demo

SLIM = b'<collection xmlns="http://www.loc.gov/MARC21/slim">'
END = b"</collection>"
FENNICA = Path(portal.demo.__file__).parent / "data" / "bibliographic" / "fennica.alephseq"


@dataclass(frozen=True)
class Case:
    """One file that nobody means well by."""

    kind: str
    name: str
    data: bytes
    comes_to: str | int

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def iso2709(*fields: tuple[str, bytes], coding: bytes = b"a") -> bytes:
    """A record as ISO 2709 with a right directory."""
    entries = body = b""
    for tag, data in fields:
        one = data + b"\x1e"
        entries += b"%s%04d%05d" % (tag.encode(), len(one) % 10_000, len(body) % 100_000)
        body += one
    base = 24 + len(entries) + 1
    whole = base + len(body) + 1
    leader = b"%05dnam %s22%05d   4500" % (whole % 100_000, coding, base % 100_000)
    return leader + entries + b"\x1e" + body + b"\x1d"


def title(text: str, encoding: str = "utf-8") -> tuple[str, bytes]:
    """A 245 with a title."""
    return "245", b"00\x1fa" + text.encode(encoding)


def xml_record(inside: str, number: str = "1") -> bytes:
    """A MARCXML record with its number."""
    control = f'<controlfield tag="001">{number}</controlfield>'
    return f"<record><leader>00000nam a2200000 a 4500</leader>{control}{inside}</record>".encode()


TITLE = '<datafield tag="245" ind1="0" ind2="0"><subfield code="a">Talvi</subfield></datafield>'
GOOD = iso2709(("001", b"1"), title("Talvi"))
XML = SLIM + xml_record(TITLE) + END


def _bomb(levels: int) -> bytes:
    entities = "".join(
        f'<!ENTITY b{n} "{f"&b{n - 1};" * 10 if n else "ha"}">' for n in range(levels)
    )
    return (
        f"<!DOCTYPE collection [{entities}]>".encode()
        + SLIM
        + xml_record(TITLE.replace("Talvi", f"&b{levels - 1};"))
        + END
    )


def _with(before: bytes, after: bytes) -> bytes:
    """The good record with one thing wrong."""
    assert GOOD.count(before) == 1
    return GOOD.replace(before, after)


def _directories() -> list[Case]:
    entry = b"245001000002"
    return [
        Case("broken directory", "an offset one too far", _with(entry, b"245001000003"), 1),
        Case("broken directory", "an offset one too near", _with(entry, b"245001000001"), 1),
        Case("broken directory", "letters for numbers", _with(entry, b"245xxxx00002"), 1),
        Case("broken directory", "an offset beyond the end", _with(entry, b"245001099999"), 1),
        Case("broken directory", "a length of nothing", _with(entry, b"245000000002"), 1),
        Case("broken directory", "a tag of signs", _with(entry, b"\xff\xfe!001000002"),
             "bibliography_no_records"),
        Case("broken directory", "one entry too many", _with(entry, entry + b"500000900011"),
             "bibliography_no_records"),
        Case("broken directory", "half an entry too many", _with(entry, entry + b"50000"),
             "bibliography_no_records"),
        Case("broken directory", "half an entry", _with(entry, b"24500"), 1),
        Case("broken directory", "none", _with(entry, b"").replace(b"001000200000", b""),
             "bibliography_no_records"),
        Case("broken directory", "thousands of entries", _many_entries(), 1),
    ]  # fmt: skip


def _many_entries() -> bytes:
    return iso2709(*[("500", b"  \x1fan")] * 4_000, title("Talvi"))


def _lengths() -> list[Case]:
    return [
        Case("wrong length", "shorter than it is", b"00010" + GOOD[5:], 1),
        Case("wrong length", "longer than the file", b"99999" + GOOD[5:], 1),
        Case("wrong length", "nothing", b"00000" + GOOD[5:], 1),
        Case("wrong length", "signs", b"!!!!!" + GOOD[5:], 1),
        Case("wrong length", "of the first of two", b"00010" + GOOD[5:] + GOOD, 2),
    ]


def _truncated() -> list[Case]:
    return [
        Case("truncated", "within the leader", GOOD[:20], "list_refused"),
        Case("truncated", "within the directory", GOOD[:40], "bibliography_no_records"),
        Case("truncated", "within the last field", GOOD[:-6], "bibliography_no_records"),
        Case("truncated", "without the sign of end", GOOD[:-1], 1),
        Case("truncated", "the second of two", GOOD + GOOD[:30], 1),
        Case("truncated", "XML within a record", XML[:-40], "bibliography_xml_damaged"),
        Case("truncated", "XML after a record", XML[: -len(END)], "bibliography_xml_damaged"),
    ]


def _encodings() -> list[Case]:
    return [
        Case("mixed encodings", "Latin-1 said to be UTF-8",
             iso2709(title("Yön kuningatar", "latin-1")), 1),
        Case("mixed encodings", "UTF-8 said to be MARC-8",
             iso2709(title("Yön kuningatar"), coding=b" "), 1),
        Case("mixed encodings", "both in one record",
             iso2709(title("Yön"), ("260", b"  \x1fb" + "Häme".encode("latin-1"))), 1),
        Case("mixed encodings", "MARC-8 with a lone escape",
             iso2709(("245", b"00\x1faTalvi\x1b"), coding=b" "), 1),
        Case("mixed encodings", "MARC-8 of Chinese, cut",
             iso2709(("245", b"00\x1faTalvi \x1b$1!0"), coding=b" "), 1),
        Case("mixed encodings", "every byte there is",
             iso2709(("245", b"00\x1faTalvi" + bytes(range(32, 256)))), 1),
        Case("mixed encodings", "surrogates", iso2709(("245", b"00\x1faTalvi \xed\xa0\x80")), 1),
    ]  # fmt: skip


def _bombs() -> list[Case]:
    outside = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    network = b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">'
    parameter = b'<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'
    inside = SLIM + xml_record(TITLE.replace("Talvi", "&x;")) + END
    loop = b'<!DOCTYPE r [<!ENTITY x "&y;"><!ENTITY y "&x;">]>'
    return [
        Case("entity bomb", "ten levels", _bomb(10), "bibliography_xml_"),
        Case("entity bomb", "in an attribute", b'<!DOCTYPE r [<!ENTITY b "%s">]>' % (b"h" * 50_000)
             + SLIM + b'<record id="' + b"&b;" * 2_000 + b'"/>' + END, "bibliography_xml_"),
        Case("entity bomb", "that names itself", loop + inside, "bibliography_xml_"),
        Case("external entity", "a file", outside + inside, "bibliography_xml_doctype"),
        Case("external entity", "a parameter", parameter + inside, "bibliography_xml_doctype"),
        Case("external entity", "a network", network + inside, "bibliography_xml_"),
        Case("external entity", "one nobody declared", inside, "bibliography_xml_damaged"),
        Case("DTD", "with an element", b"<!DOCTYPE collection [<!ELEMENT collection ANY>]>" + XML,
             "bibliography_xml_doctype"),
        Case("DTD", "by name alone", b"<!DOCTYPE collection>" + XML, "bibliography_xml_doctype"),
        Case("DTD", "XInclude", SLIM + b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
             b'href="file:///etc/passwd"/>' + xml_record(TITLE) + END, 1),
    ]  # fmt: skip


def _trees() -> list[Case]:
    many = '<subfield code="a">x</subfield>' * 20_000
    fields = '<datafield tag="500" ind1=" " ind2=" "><subfield code="a">x</subfield></datafield>'
    return [
        Case("deep nesting", "100,000 levels", SLIM + b"<a>" * 100_000, "bibliography_xml_"),
        Case("deep nesting", "records in records", SLIM + b"<record>" * 200, "bibliography_xml_"),
        Case("huge field", "10 MB of title in XML",
             SLIM + xml_record(TITLE.replace("Talvi", "a" * 10_500_000)) + END,
             "bibliography_"),
        Case("huge field", "200,000 letters of title", SLIM
             + xml_record(TITLE.replace("Talvi", "a" * 200_000)) + END, 1),
        Case("huge field", "a statement of 60,000 names", iso2709(
            ("245", b"00\x1faTalvi\x1fc" + b"Anna Aalto, " * 5_000)), 1),
        Case("huge field", "a statement of brackets", iso2709(
            ("245", b"00\x1faTalvi\x1fc" + b"suom. (" * 1_400)), 1),
        Case("huge field", "spaces before a sign", iso2709(
            ("245", b"00\x1faTalvi" + b" " * 9_000 + b"x")), 1),
        Case("thousands of subfields", "in one field of XML", SLIM + xml_record(
            TITLE + f'<datafield tag="500" ind1=" " ind2=" ">{many}</datafield>') + END, 1),
        Case("thousands of subfields", "ISBNs", iso2709(
            title("Talvi"), ("020", b"  " + b"\x1fa9789510000007" * 600)), 1),
        Case("thousands of fields", "in XML", SLIM + xml_record(TITLE + fields * 20_000) + END, 1),
        Case("thousands of fields", "added entries", SLIM + xml_record(TITLE + "".join(
            f'<datafield tag="700" ind1="1" ind2=" "><subfield code="a">A{n}, B.</subfield>'
            "</datafield>" for n in range(3_000))) + END, 1),
    ]  # fmt: skip


def _texts() -> list[Case]:
    said = b"Talvi\0saaressa\x07\x1b[31m"
    turned = "Talvi \u202eis\u200baari\ufeff"
    return [
        Case("NULs and control signs", "in a title", iso2709(("245", b"00\x1fa" + said)), 1),
        Case("NULs and control signs", "between records", GOOD + b"\0" * 5_000 + GOOD, 2),
        Case("NULs and control signs", "in XML", XML.replace(b"Talvi", said),
             "bibliography_xml_damaged"),
        Case("NULs and control signs", "that turn the text", iso2709(title(turned)), 1),
        Case("NULs and control signs", "a file of them", b"\0" * 10_000, "bibliography_empty"),
        Case("wrong byte order mark", "UTF-8's before ISO 2709", b"\xef\xbb\xbf" + GOOD, 1),
        Case("wrong byte order mark", "UTF-8's before XML", b"\xef\xbb\xbf" + XML, 1),
        Case("wrong byte order mark", "UTF-16's before UTF-8", b"\xff\xfe" + XML, "bibliography_"),
        Case("wrong byte order mark", "nothing behind it", b"\xef\xbb\xbf", "bibliography_empty"),
        Case("UTF-16", "XML that says so",
             ('<?xml version="1.0" encoding="UTF-16"?>' + XML.decode()).encode("utf-16"), 1),
        Case("UTF-16", "XML that says UTF-8",
             ('<?xml version="1.0" encoding="UTF-8"?>' + XML.decode()).encode("utf-16"), 1),
        Case("UTF-16", "without a mark", XML.decode().encode("utf-16-le"), "bibliography_"),
    ]  # fmt: skip


def _others() -> list[Case]:
    page = b"<!DOCTYPE html><html><head><title>502</title></head><body>Bad gateway</body></html>"
    return [
        Case("web page", "with a doctype", page, "bibliography_web_page"),
        Case("web page", "without one", b"<html><body><p>Sign in</body></html>",
             "bibliography_web_page"),
        Case("web page", "after a comment", b"<!-- cache -->\n<HTML></HTML>",
             "bibliography_web_page"),
        Case("other XML", "a feed", b"<rss><channel/></rss>", "bibliography_unknown"),
        Case("other XML", "no records", SLIM + END, "bibliography_no_records"),
        Case("other XML", "900,000 records of nothing", SLIM + b"<record/>" * 900_000 + END,
             "bibliography_no_records"),
        Case("other XML", "a record of something else",
             b"<records><record><name>x</name></record></records>", "bibliography_no_records"),
        Case("other XML", "half a tag", b"<", "bibliography_"),
        Case("empty", "no bytes", b"", "bibliography_empty"),
        Case("empty", "white space", b" \n\t\r\n", "bibliography_empty"),
        Case("binary", "a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20,
             "bibliography_unknown"),
        Case("binary", "a PDF", b"%PDF-1.7\n\0\0" + bytes(range(256)) * 20, "bibliography_unknown"),
        Case("binary", "signs of end alone", b"\x1d" * 5_000, "bibliography_empty"),
        Case("binary", "digits and signs of end", b"00000" + b" " * 19 + b"\x1e\x1d" * 500,
             "list_refused"),
    ]  # fmt: skip


def _fields() -> list[Case]:
    leader = GOOD.replace(b"nam", b"\xff\xfe\x00")
    name = b"10\x1fa,,,\x1fd9999999999999\x1fe\x1f4\x1f0(((("
    return [
        Case("bad ISBN", "a check digit that does not fit",
             iso2709(title("Talvi"), ("020", b"  \x1fa9789510000008")), 1),
        Case("bad ISBN", "words", iso2709(title("Talvi"), ("020", b"  \x1faei ole (nid.)")), 1),
        Case("bad ISBN", "thousands of digits",
             iso2709(title("Talvi"), ("020", b"  \x1fa" + b"9" * 9_000)), 1),
        Case("bad ISBN", "digits of other scripts", iso2709(
            title("Talvi"), ("020", "  \x1fa٩٧٨٩٥١٠٠٠٠٠٠٧".encode())), 1),
        Case("unknown leader", "bytes of no alphabet", leader, 1),
        Case("unknown leader", "too short, in XML",
             XML.replace(b"00000nam a2200000 a 4500", b"nam"), 1),
        Case("unknown leader", "too long, in XML",
             XML.replace(b"00000nam a2200000 a 4500", b"00000nam a" * 900), 1),
        Case("unknown leader", "none, in XML",
             XML.replace(b"<leader>00000nam a2200000 a 4500</leader>", b""), 1),
        Case("unknown leader", "too short, in Aleph's lines",
             b"000000001 LDR   L 0\n000000001 24500 L $$aTalvi\n", 1),
        Case("unknown leader", "a kind that there is not", GOOD.replace(b"nam", b"zzz"), 1),
        Case("odd fields", "a name of commas", iso2709(title("Talvi"), ("700", name)), 1),
        Case("odd fields", "no subfield", iso2709(title("Talvi"), ("700", b"1 ")), 1),
        Case("odd fields", "no indicators", iso2709(title("Talvi"), ("700", b"")), 1),
        Case("odd fields", "a tag of signs", iso2709(title("Talvi"), ("$%&", b"  \x1fax")), 1),
        Case("odd fields", "the title twice", iso2709(title("Talvi"), title("Kesä")), 1),
        Case("odd fields", "a year of 9999", iso2709(
            title("Talvi"), ("008", b"000000s9999    fi                  fin  ")), 1),
        Case("Aleph sequential", "lines of nothing known",
             FENNICA.read_bytes()[:2_000] + b"\n" + b"x" * 70_000, 1),
        Case("Aleph sequential", "cut within a letter", FENNICA.read_bytes()[:301], 0),
        Case("Aleph sequential", "one record of 20,000 lines",
             b"000000001 24500 L $$aTalvi\n" + b"000000001 500   L $$ax\n" * 20_000, 1),
        Case("Aleph sequential", "numbers that alternate",
             b"000000001 24500 L $$aA\n000000002 24500 L $$aB\n" * 500, 1_000),
        Case("Aleph sequential", "dollars alone", b"000000001 24500 L $$$$$$$$a$$\n",
             0),
    ]  # fmt: skip


CASES = (
    *_directories(), *_lengths(), *_truncated(), *_encodings(), *_bombs(), *_trees(), *_texts(),
    *_others(), *_fields(),
)  # fmt: skip
