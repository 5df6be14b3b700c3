"""Words of statements of responsibility that say what somebody did, by MARC's terms.

Folded (no accents, ø as o, small letters); a pattern fits a whole word. Read from the records of
the Finnish, Swedish, German and Hungarian national bibliographies, and their cataloguing rules.
"""

from __future__ import annotations

import re

from portal.kernel.names import plain

WROTE = "wrote"
"""A verb of writing: of the foreword where one stands beside it, else of the text."""
_WORDS: tuple[tuple[str, str], ...] = (
    ("trl", r"suom(?:enta\w*|entaneet|ennos\w*|exi|eksi)?"),
    ("trl", r"kaan(?:tanyt|taneet|taja\w*|nos\w*)|kaant"),
    ("trl", r"ruots(?:inta\w*|innos\w*)?|englanninta\w*|saksanta\w*|saamenta\w*|vironta\w*"),
    ("trl", r"overs(?:att|aett|at|ett|aet)?\w{0,12}|tolkning\w*|tolkad\w*|tolkat|fortolk\w*"),
    ("trl", r"gjendikt\w*|gendikt\w*|omsett\w*|omsetjing\w*|omsat"),
    ("trl", r"translat\w*|transl|ubersetz\w*|ubers|ubertrag\w*|ubertr|verdeutsch\w*|nachdicht\w*"),
    ("trl", r"traduit\w*|traduct\w*|traducid\w*|traduccion|traduzion\w*|tradott\w*|traducao|trad"),
    ("trl", r"vertaald|vertaling|perevod\w*|perevel\w*|tolkinud|tolge|fordit\w*|przeloz\w*"),
    ("trl", r"przeklad|tlumacz\w*|preloz\w*|preklad\w*|jorgal\w*|tr|ford"),
    ("ill", r"kuvit\w*|kuvat|kuv|piirtan\w*|piirrokset|piirros\w*|illustr\w*|ill|bild|bilder"),
    ("ill", r"teckning\w*|tecknad\w*|tecknat|tegninger|tegnet|pictures|drawings|drawn"),
    ("ill", r"zeichnung\w*"),
    ("ill", r"dessins|images|dibujos|ilustr\w*|illusztr\w*|rajz\w*|bebild\w*"),
    ("pht", r"valokuva\w*|photograph\w*|photos|foto\w*|aufnahmen|fenykep\w*"),
    ("cov", r"kansi|kansikuva\w*|kannen|omslag\w*|cover"),
    ("nrt", r"lukija\w*|lukenut|lukee|inlas\w*|upplas\w*|opplest|indlaest|narrat\w*"),
    ("nrt", r"gelesen|sprecher\w*"),
    ("edt", r"toimit\w*|toim|redig\w*|redaktor\w*|redaktion\w*|red|edit\w*|ed|eds|hrsg"),
    ("edt", r"herausg\w*|hg"),
    ("edt", r"szerk\w*|utgiv\w*|utgif\w*|udgivet|koostetoim\w*|toimetan\w*"),
    ("com", r"koonnut|koonneet|koostan\w*|kokoaja\w*|valinnut|valikoinut|valinneet"),
    ("com", r"sammanst\w*|urval"),
    ("com", r"compil\w*|selected|valogat\w*|valikoima\w*|ausgewahlt"),
    ("pbl", r"julk|julkais\w*|published|kustan\w*|publ"),
    ("adp", r"mukail\w*|mukautt\w*|selkomuk\w*|bearbet\w*|bearb|adapt\w*|retold|dramatis\w*"),
    ("abr", r"lyhent\w*|abridged"),
    (WROTE, r"kirj|kirjoit\w*|written|skriv\w*|geschrieben|irta|ecrit\w*|escrito|scritto"),
    (WROTE, r"forfatt\w*"),
    ("aut", r"teksti\w*|text|texten|texte|texter|tekst|tarina|story|berattad|szoveg\w*"),
    ("aut", r"tekija|tekijat"),
    ("wpr", r"esipuhe\w*|alkusana\w*|saatesana\w*|saatteet|forord\w*|foretal|preface\w*|vorwort"),
    ("wpr", r"geleitwort|eloszo\w*|predislovie"),
    ("wfw", r"foreword"),
    ("win", r"johdan\w*|inledning\w*|inled|introduc\w*|einleit\w*|indledning|innledning|bevez\w*"),
    ("aft", r"jalkisana\w*|jalkipuhe\w*|efterord|etterord|afterword|nachwort|epilog\w*|utosz\w*"),
    ("wac", r"selityks\w*|kommentt\w*|kommentar\w*|comment\w*|notes|anteckning\w*|anmerkungen"),
    ("cmp", r"savel\w*|musiikki|musik|music|komponer\w*|composed"),
    ("lyr", r"sanoitt\w*|sanat"),
    ("bkd", r"taitto|ulkoasu|layout|design\w*|formgivning"),
    ("drt", r"ohjannut|ohjaus|regi"),
)  # fmt: skip
_PATTERNS = tuple((term, re.compile(pattern)) for term, pattern in _WORDS)
_NEEDS_A_DOT_WRITTEN = """
    tr ford ed eds red ill kuv trad julk kirj toim suom hg overs ubers transl publ bearb
"""
_NEEDS_A_DOT = frozenset(_NEEDS_A_DOT_WRITTEN.split())
"""Short ones that are also names or other words: only with a dot, or in small letters."""

LANGUAGE_AND_BY = re.compile(
    r"\b(?:från|fra)\s+\w+\s+(?:av|af)\b"
    r"|\bfrom\s+the\s+[\w\s]{2,40}?\s+by\b"
    r"|\baus\s+de[mr]\s+[\w\s]{2,40}?\s+von\b"
    r"|\b(?:du|de\s+l['’])\s*\w+\s+par\b"
    r"|\bdel\s+\w+\s+por\b"
    r"|\bперевод\s+с\s+\w+"
    r"|\bпер\.\s+с\s+\w+\.?"
    r"|\bper\.\s+s\s+\w+\.?"
    r"|\bperevod\s+s\s+\w+",
    re.IGNORECASE,
)
"""A language and "by" say a translation, with or without the word: "aus dem Finnischen von"."""


def term_of_word(word: str) -> str | None:
    """The term of one word of a statement as it stands there, with its dot; None: no such word."""
    bare = plain(word)
    if not bare or " " in bare:
        return None
    marked = word.rstrip(",)").endswith((".", ":")) or word[:1].islower()
    if bare in _NEEDS_A_DOT and not marked:
        return None
    return next((term for term, pattern in _PATTERNS if pattern.fullmatch(bare)), None)
