"""Words that people write over the columns of a list and in them, folded: fi, sv, en, nb, da, de.

The portal's own words stand among them, so that its own lists come back whole.
"""

from __future__ import annotations

from collections.abc import Mapping

from portal.kernel.catalogue import (
    AUTHOR,
    EAUDIOBOOK,
    EBOOK,
    ILLUSTRATOR,
    NARRATOR,
    ORIGINAL_AUTHOR,
    PHYSICAL_MEDIUM,
    TRANSLATOR,
)
from portal.kernel.names import plain

ISBN, TITLE, AUTHORS, ROLE, HEADS, MEDIUM = "isbn", "title", "authors", "role", "heads", "medium"
SUBTITLE, YEAR, PUBLISHER, LANGUAGE, SEPARATE = "subtitle", "year", "publisher", "lang", "separate"

_HEADERS = {
    ISBN: "isbn|isbn 13|isbn13|isbn 10|isbn10|isbn nro|isbn numero|isbn nummer|isbn nr|isbn koodi|"
    "isbn tunnus|isbn number|isbn kod|isbns|ean|ean koodi|ean kod|tuotetunnus|bar code|barcode|"
    "viivakoodi|streckkod|strekkode|stregkode|isbn ean",
    TITLE: "title|titel|tittel|nimi|nimeke|teos|teoksen nimi|kirja|kirjan nimi|otsikko|teoksen "
    "nimeke|bok|bokens titel|boktitel|verk|verkets titel|book|book title|work|work title|name|"
    "namn|navn|paanimeke|huvudtitel|buch|titel des buches|nimike|julkaisu|publikation|utgivning",
    SUBTITLE: "subtitle|alaotsikko|alanimeke|undertitel|untertitel|undertittel",
    AUTHORS: "author|authors|writer|writers|by|kirjailija|kirjailijat|kirjoittaja|tekija|tekijat|"
    "forfattare|forfatter|forfattere|autor|autoren|upphovsperson|upphovspersoner|upphovsman",
    ROLE: "role|rooli|roll|rolle|osuus|tehtava|my role|my part|roolini|oma rooli|min roll|"
    "uppgift|rolltyp|funktion",
    HEADS: "heads|how many|number of authors|number of creators|number of writers|tekijoita|"
    "tekijoiden maara|tekijamaara|henkiloita|kirjoittajia|kuinka monta|antal|antal upphovspersoner|"
    "antal forfattare|antal oversattare|hur manga|antall|anzahl|creators",
    MEDIUM: "medium|format|form|muoto|julkaisumuoto|formaatti|ilmestymismuoto|laji|tyyppi|type|"
    "typ|utgivningsform|bokform|ausgabe|sidosasu|bindning|band|binding",
    YEAR: "year|vuosi|ar|aar|julkaisuvuosi|ilmestymisvuosi|painovuosi|utgivningsar|tryckar|"
    "published|publication year|year of publication|ilmestynyt|utgiven|utgitt|jahr|published year",
    PUBLISHER: "publisher|kustantaja|kustantamo|forlag|forlaggare|bokforlag|verlag|utgivare",
    LANGUAGE: "language|kieli|sprak|sprog|sprache|julkaisukieli",
    SEPARATE: "separate|piece of its own|oma osuus|eget stycke|erillinen",
}
HEADERS: Mapping[str, str] = {
    word: column for column, words in _HEADERS.items() for word in words.split("|")
}
"""The column that a folded word over it means."""

_ROLES = {
    AUTHOR: "author|writer|kirjailija|kirjoittaja|tekija|forfattare|forfatter|autor|aut|writer of "
    "the text|text|teksti|sanat|a01|verfasser|by",
    ORIGINAL_AUTHOR: "original author|original writer|alkuperainen tekija|alkuperainen kirjailija|"
    "alkuteoksen tekija|alkuteoksen kirjailija|ursprunglig forfattare|originalforfattare|"
    "author of the original work",
    TRANSLATOR: "translator|kaantaja|suomentaja|ruotsintaja|oversattare|oversetter|oversaetter|"
    "trl|ubersetzer|ubersetzerin|translated|translation|suomennos|kaannos|oversattning|b06",
    ILLUSTRATOR: "illustrator|kuvittaja|illustrator |tegner|tecknare|ill|kuvitus|illustrationer|"
    "illustratorin|piirtaja|a12|valokuvaaja|fotograf|photographer",
    NARRATOR: "narrator|lukija|inlasare|upplasare|uppl|innleser|indlaeser|oplaeser|reader|nrt|e07|"
    "sprecher|aanikirjan lukija",
}
ROLES: Mapping[str, str] = {
    word.strip(): role for role, words in _ROLES.items() for word in words.split("|")
}
"""The role that a folded word means."""

_MEDIA = {
    EAUDIOBOOK: "e aanikirja|eaudiobook|e audiobook|e ljudbok|elektroninen aanikirja|ljudfil|"
    "digital audiobook|nettilydbok|lydfil|aanikirja verkossa|downloadable audiobook|mp3|"
    "e lydbog|horbuch download|digitaalinen aanikirja|digital ljudbok",
    EBOOK: "e kirja|ebook|e book|e bok|epub|epub2|epub3|pdf|sahkokirja|sahkoinen kirja|kindle|"
    "elektroninen kirja|e bog|mobi|elektronisk bok",
    PHYSICAL_MEDIUM: "physical|printed|print|painettu|kirja|sidottu|nidottu|kovakantinen|"
    "pehmeakantinen|pokkari|paperback|hardback|hardcover|softcover|pocket|inbunden|haftad|"
    "kartonnage|danskt band|tryckt|tryckt bok|bok|book|innbundet|heftet|indbundet|haeftet|"
    "gebunden|taschenbuch|sid|nid|cd|aanikirja cd|ljudbok cd|audio cd|cd aanikirja",
}
MEDIA: Mapping[str, str] = {
    word: medium for medium, words in _MEDIA.items() for word in words.split("|")
}
"""The medium that a folded word means. "Audio book" alone may be a disc or a file: nobody knows."""

_LANGUAGES = {
    "fin": "fi|fin|suomi|finska|finnish|finsk|finnisch",
    "swe": "sv|swe|ruotsi|svenska|swedish|svensk|schwedisch",
    "eng": "en|eng|englanti|engelska|english|engelsk|englisch",
    "nor": "no|nb|nn|nor|nob|nno|norja|norska|norwegian|norsk",
    "dan": "da|dan|tanska|danska|danish|dansk",
    "ger": "de|ger|deu|saksa|tyska|german|tysk|deutsch",
    "fre": "fr|fre|fra|ranska|franska|french|fransk",
    "est": "et|est|viro|estniska|estonian",
    "rus": "ru|rus|venaja|ryska|russian|russisk",
    "smi": "se|smi|sme|saame|samiska|sami",
}
LANGUAGES: Mapping[str, str] = {
    word: code for code, words in _LANGUAGES.items() for word in words.split("|")
}
"""MARC's code of a language that is said in a word or a shorter code."""

_YES = frozenset({"true", "yes", "y", "x", "1", "kylla", "k", "ja", "j", "on"})


def folded(text: str) -> str:
    """A header or a word of a cell, as these tables have it."""
    return plain(text[:80])


def is_yes(text: str) -> bool:
    """Whether a cell says yes."""
    return folded(text) in _YES
