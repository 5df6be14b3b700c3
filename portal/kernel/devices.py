"""Devices in words, from what a browser says of itself: shown to the owner, never believed."""

from __future__ import annotations

# The first word that is found counts: Edge and Opera also say Chrome, and Chrome says Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_READ = 400
BETWEEN = " on "


def in_words(user_agent: str) -> str:
    """Such as "Firefox on Windows"; one of the two words alone, or nothing where both are unknown.

    Only words of this module come out, whatever the text says; it is read up to 400 characters.
    """
    text = user_agent[:_READ]
    found = (_first(_BROWSERS, text), _first(_SYSTEMS, text))
    return BETWEEN.join(word for word in found if word)


def parts(words: str) -> tuple[str, str]:
    """Browser and system of the words again, either of them empty where it is not known."""
    names = {name for _, name in _BROWSERS}
    browser, _, system = words.partition(BETWEEN)
    return (browser, system) if browser in names else ("", browser)


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in known if sign in text), "")
