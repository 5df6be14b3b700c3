"""Servers that are no bibliographies: what they send, each in a class with its name.

`answer` is the refusal's code and problem or reason, or the number of records of an honest result.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.answering import DRIP, HANG, http, marc, sru

ONE = marc("1", "9789510000007", "Talvi", "Salo, Aino")
GOOD = sru([ONE])
DEEP = 100_000
MEGABYTE = 1 << 20
ZEROS = gzip.compress(bytes(20 * MEGABYTE))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
PAGE = "<!DOCTYPE html><html><head><title>Kirjaudu</title></head><body><p>Huolto<br></body></html>"
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Huolto</p></body></html>'
MANY = " ".join(f"a{n}='x'" for n in range(20_000))
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@dataclass(frozen=True)
class Fixture:
    """What a server sends, and what asking it must come to."""

    kind: str
    name: str
    pieces: tuple[object, ...]
    answer: str | int
    json: bool = field(default=False)


def endless(*start: bytes, piece: bytes, pause: bool = False) -> Iterator[object]:
    """Never ends by itself."""
    yield from start
    while True:
        yield piece
        if pause:
            yield DRIP


def swelling(body: str) -> str:
    """An answer that declares what it is about to unfold."""
    return GOOD.replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{body}')


def diagnostic(message: str, namespace: str = "http://www.loc.gov/zing/srw/diagnostic/") -> str:
    return (
        f'<diagnostics><diagnostic xmlns="{namespace}"><uri>info:srw/diagnostic/1/10</uri>'
        f"<message>{message}</message></diagnostic></diagnostics>"
    )


def one(kind: str, name: str, answer: str | int, *pieces: object) -> Fixture:
    return Fixture(kind, name, pieces, answer)


def xml(kind: str, name: str, answer: str | int, body: bytes | str) -> Fixture:
    return Fixture(kind, name, (http(body),), answer)


def finna(name: str, answer: str | int, body: bytes | str) -> Fixture:
    return Fixture("JSON of another shape", name, (http(body, "application/json"),), answer, True)


def status(name: str, answer: str, **headers: str) -> Fixture:
    return Fixture("another status", name, (http("", status=name, **headers),), answer)


WEB_PAGES = (
    one("a web page", "as HTML", "source_unusable kind", http(PAGE, "text/html; charset=utf-8")),
    xml("a web page", "as XML", "source_unusable xml", PAGE),
    xml("a web page", "well-formed", "source_unusable shape", XHTML),
    one("a web page", "as text", "source_unusable kind", http("Not now", "text/plain")),
    one("a web page", "of no kind", "source_unusable kind", HEAD[:17] + b"\r\n" + GOOD.encode()),
    one("a web page", "a picture", "source_unusable kind", http(b"\x89PNG", "image/png")),
)
ENDLESS = (
    one("endless", "body", "source_unusable size", "body"),
    one("endless", "head", "source_away broken", "head"),
    one("endless", "chunks", "source_unusable size", "chunks"),
    one("endless", "longer than said", 1, http(GOOD) + b"<more/>" * 1000),
)
ENDLESS_PIECES = {
    "body": lambda: endless(HEAD + b"\r\n", piece=b" " * 65_536),
    "head": lambda: endless(HEAD, piece=b"X-More: " + b"x" * 60_000 + b"\r\n"),
    "chunks": lambda: endless(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n", piece=b"10000\r\n" + b" " * 65_536 + b"\r\n"
    ),
    "drip body": lambda: endless(HEAD + b"\r\n<a>", piece=b" ", pause=True),
    "drip head": lambda: endless(HEAD + b"X-A: ", piece=b"a", pause=True),
    "drip lines": lambda: endless(HEAD, piece=b"X-A: a\r\n", pause=True),
}
SLOW = (
    one("slow", "silent", "source_away time", HANG),
    one("slow", "silent after the head", "source_away time", HEAD + b"\r\n", HANG),
    one("slow", "silent in the body", "source_away time", http(GOOD)[:-20], HANG),
    one("slow", "a sign at a time", "source_away time", "drip body"),
    one("slow", "a sign of the head at a time", "source_away time", "drip head"),
    one("slow", "a line of the head at a time", "source_away time", "drip lines"),
)
REDIRECTS = tuple(
    Fixture(
        "a redirect", f"{code} to {place}",
        (http("", status=f"{code} Moved", Location=place),), "source_unusable redirect",
    )
    for code, place in (
        (301, "https://elsewhere.example.org/"), (302, "http://169.254.169.254/latest/meta-data"),
        (303, "/sru"), (307, "file:///etc/passwd"), (308, "//[::1]/"), (300, ""), (304, ""),
    )
)  # fmt: skip
PACKED = (
    one("packed", "bomb", "source_unusable size", http(ZEROS, Content_Encoding="gzip")),
    one("packed", "bomb in a bomb", "source_unusable xml",
        http(gzip.compress(ZEROS), Content_Encoding="gzip")),
    one("packed", "well", 1, http(gzip.compress(GOOD.encode()), Content_Encoding="gzip")),
    one("packed", "cut off", "source_away broken",
        http(gzip.compress(GOOD.encode())[:-9], Content_Encoding="gzip")),
    one("packed", "not at all", "source_unusable encoding", http(GOOD, Content_Encoding="gzip")),
    one("packed", "as zlib", "source_unusable encoding",
        http(zlib.compress(GOOD.encode()), Content_Encoding="gzip")),
    one("packed", "in an unknown way", "source_unusable encoding",
        http(GOOD, Content_Encoding="br")),
    one("packed", "twice", "source_unusable encoding", http(GOOD, Content_Encoding="gzip, gzip")),
)  # fmt: skip
BROKEN = (
    one("broken HTTP", "nothing", "source_away broken"),
    one("broken HTTP", "noise", "source_away broken", bytes(range(256)) * 20),
    one("broken HTTP", "a line only", "source_away broken", b"HTTP/1.1 200 OK\r\n"),
    one("broken HTTP", "old", "source_away broken", GOOD.encode()),
    one("broken HTTP", "cut off", "source_away broken", http(GOOD)[:-30]),
    one("broken HTTP", "two lengths", "source_away broken",
        HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
    one("broken HTTP", "negative length", "source_away broken",
        HEAD + b"Content-Length: -1\r\n\r\n"),
    one("broken HTTP", "bad chunk", "source_away broken",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    one("broken HTTP", "another's protocol", "source_away broken", b"220 mail ESMTP\r\n"),
)  # fmt: skip
STATUSES = (
    status("500 Oh no", "source_away status"),
    status("503 Closed", "source_away status", Retry_After="120"),
    status("429 Too many", "source_away status", Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"),
    status("429 Later", "source_away status", Retry_After="9" * 400),
    status("404 Where", "source_unusable status"),
    status("401 Who", "source_unusable status", WWW_Authenticate="Negotiate"),
    status("204 Nothing", "source_unusable status"),
    status("206 Some", "source_unusable status"),
    status("451 Not here", "source_unusable status"),
)
DECLARATIONS = (
    xml("XML that declares", "laughs", "source_unusable xml",
        swelling(f'<!DOCTYPE s [<!ENTITY l0 "ha">{LAUGHS}]>').replace("Talvi", "&l9;")),
    xml("XML that declares", "one long entity", "source_unusable xml",
        swelling(f'<!DOCTYPE s [<!ENTITY a "{"a" * 50_000}">]>').replace("Talvi", "&a;" * 5_000)),
    xml("XML that declares", "a file", "source_unusable declarations",
        swelling('<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>').replace("Talvi", "&a;")),
    xml("XML that declares", "a DTD elsewhere", "source_unusable declarations",
        swelling('<!DOCTYPE s SYSTEM "http://127.0.0.1:9/x.dtd">')),
    xml("XML that declares", "a parameter", "source_unusable declarations",
        swelling('<!DOCTYPE s [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>')),
    xml("XML that declares", "in UTF-16", "source_unusable declarations",
        swelling("<!DOCTYPE s>").replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")),
)  # fmt: skip
BAD_XML = (
    xml("bad XML", "empty", "source_unusable xml", ""),
    xml("bad XML", "cut off", "source_unusable xml", GOOD[:-40]),
    xml("bad XML", "NUL", "source_unusable xml", GOOD.replace("Talvi", "Tal\x00vi")),
    xml("bad XML", "deep", "source_unusable xml", "<a>" * DEEP + "</a>" * DEEP),
    xml("bad XML", "another charset", "source_unusable xml",
        GOOD.replace("Talvi", "Yö").encode("latin-1")),
    xml("bad XML", "an unknown charset", "source_unusable xml",
        GOOD.replace('"1.0"', '"1.0" encoding="klingon"')),
    xml("bad XML", "a charset of its own", 1,
        GOOD.replace('"1.0"', '"1.0" encoding="iso-8859-1"').replace("Talvi", "Yö")
        .encode("latin-1")),
    xml("bad XML", "many attributes", "source_unusable shape",
f"<a {MANY}/>"),
    xml("bad XML", "names without a space", "source_unusable xml", "<x:a><y:b/></x:a>"),
)  # fmt: skip
DIAGNOSTICS = (
    xml("200 with diagnostics", "of the answer", "source_unusable diagnostics",
        sru([], more=diagnostic("Query syntax error"))),
    xml("200 with diagnostics", "in place of a record", "source_unusable diagnostics",
        sru([diagnostic("Record temporarily unavailable")], told=1)),
    xml("200 with diagnostics", "of SRU 2.0", "source_unusable diagnostics",
        sru([], more=diagnostic("x", "http://docs.oasis-open.org/ns/search-ws/diagnostic"))),
    xml("200 with diagnostics", "very long", "source_unusable diagnostics",
        sru([], more=diagnostic("no " * 100_000))),
    xml("200 with diagnostics", "beside records", 1, sru([ONE], more=diagnostic("slow today"))),
)  # fmt: skip
COUNTS = (
    xml("counts that lie", "10 to the 18", 1, sru([ONE], told=10**18)),
    xml("counts that lie", "10 to the 400", 1, sru([ONE], told="1" + "0" * 400)),
    xml("counts that lie", "negative", 1, sru([ONE], told=-5)),
    xml("counts that lie", "no number", 1, sru([ONE], told="many")),
    xml("counts that lie", "none", 1, sru([ONE], told=0)),
    xml("counts that lie", "many, and no record", 0, sru([], told=5000)),
    xml("counts that lie", "the next is the first", 1,
        sru([ONE], told=3, more="<nextRecordPosition>1</nextRecordPosition>")),
)  # fmt: skip
TEXT = "<![CDATA["
RECORDS = (
    xml("records of another shape", "as text", 1, sru([f"{TEXT}{ONE}]]>"])),
    xml("records of another shape", "as text that declares", "source_unusable declarations",
        sru([f"{TEXT}<!DOCTYPE s [<!ENTITY a 'b'>]>{ONE}]]>"])),
    xml("records of another shape", "as text cut off", "source_unusable xml",
        sru([f"{TEXT}{ONE[:-9]}]]>"])),
    xml("records of another shape", "Dublin Core", 0,
        sru(['<dc xmlns="info:srw/schema/1/dc-schema"><title>Talvi</title></dc>'])),
    xml("records of another shape", "empty", 0, sru([""])),
    xml("records of another shape", "words", 0, sru(["Talvi saaressa"])),
    xml("records of another shape", "a collection", 2,
        sru([f"<collection>{ONE}{ONE.replace('>1<', '>2<')}</collection>"])),
    xml("records of another shape", "without a leader", 1,
        sru([ONE.replace("<leader>00000cam a2200000 i 4500</leader>", "")])),
    xml("records of another shape", "a title of a megabyte", 1,
        sru([ONE.replace("Talvi", "T" * MEGABYTE)])),
    xml("records of another shape", "no field", "source_unusable shape",
        sru(['<record xmlns="http://www.loc.gov/MARC21/slim"/>'])),
)  # fmt: skip
JSON = (
    finna("a web page in JSON’s name", "source_unusable json", PAGE),
    finna("empty", "source_unusable json", ""),
    finna("cut off", "source_unusable json", '{"resultCount": 1, "records": [{"id": "a"'),
    finna("deep", "source_unusable json", "[" * DEEP + "]" * DEEP),
    finna("a list", "source_unusable shape", "[]"),
    finna("a text", "source_unusable shape", '"OK"'),
    finna("records in a table", "source_unusable shape", '{"resultCount": 1, "records": {}}'),
    finna("a count in words", "source_unusable shape", '{"resultCount": "many", "records": []}'),
    finna("no count", "source_unusable shape", '{"records": []}'),
    finna("an error", "source_unusable diagnostics",
          '{"status": "ERROR", "statusMessage": "Invalid query"}'),
    finna("records of numbers", 0, '{"resultCount": 2, "records": [1, null]}'),
    finna("fields of every shape", 1,
          '{"resultCount": 1, "records": [{"id": 7, "title": [], "isbns": {"a": 1}, "year": NaN, '
          '"formats": [[]], "nonPresenterAuthors": [null, {"name": {}}, "x"]}]}'),
    finna("no records, and a count", 0, '{"resultCount": 9, "records": []}'),
    finna("a number of 5,000 digits", "source_unusable json",
          f'{{"resultCount": {"9" * 5000}, "records": []}}'),
    finna("Latin-1", "source_unusable json", '{"status": "Yö"}'.encode("latin-1")),
)  # fmt: skip
FIXTURES = (
    *WEB_PAGES, *ENDLESS, *SLOW, *REDIRECTS, *PACKED, *BROKEN, *STATUSES, *DECLARATIONS,
    *BAD_XML, *DIAGNOSTICS, *COUNTS, *RECORDS, *JSON,
)  # fmt: skip
INSIDE = (
    ["127.0.0.1"], ["10.0.0.8"], ["192.168.1.1"], ["172.16.0.1"], ["169.254.169.254"],
    ["100.64.0.1"], ["0.0.0.0"], ["224.0.0.1"], ["240.0.0.1"], ["::1"], ["::"], ["fe80::1%eth0"],
    ["fc00::1"], ["ff02::1"], ["::ffff:127.0.0.1"], ["::ffff:10.0.0.1"], ["::127.0.0.1"],
    ["64:ff9b::7f00:1"], ["::ffff:0:7f00:1"], ["2002:7f00:1::"], ["2001:db8::1"],
    ["93.184.215.14", "10.0.0.8"], ["2606:2800:21f::1", "::1"], ["no address"],
)  # fmt: skip
"""Addresses of a name that leads inside, by itself or beside a public one."""
LITERALS = (
    "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:7f00:1]/", "https://2130706433/",
    "https://0x7f.1/", "https://0177.0.0.1/", "https://localhost/", "https://127.1/",
)  # fmt: skip
