"""Sentences about files of bibliographic records and about the sources of records."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "bibliography_file": _("The file “%(file)s” cannot be read as records. Nothing was kept."),
    "bibliography_empty": _(
        "The file “%(file)s” is empty. Ask for it again where it comes from; nothing was kept."
    ),
    "bibliography_unknown": _(
        "The file “%(file)s” is in no format that can be read here. Bring MARC 21, MARCXML, Aleph "
        "sequential, ONIX 3, CSV or a spreadsheet. Nothing was kept."
    ),
    "bibliography_web_page": _(
        "“%(file)s” is a web page, not records. Open its address in a browser to see what it says, "
        "and download the records again."
    ),
    "bibliography_xml_damaged": _(
        "“%(file)s” is XML that breaks off or is damaged near line %(line)s. Fetch it again; "
        "nothing was kept."
    ),
    "bibliography_xml_doctype": _(
        "“%(file)s” declares a document type (DOCTYPE), which records do not need and which can do "
        "harm. Take that line out, or export the records again without it."
    ),
    "bibliography_no_records": _(
        "Not one record can be read in “%(file)s”, which looks like %(format)s. Export it again; "
        "nothing was kept."
    ),
    "bibliography_encoding": _(
        "The letters of “%(file)s” are written in a way that cannot be told. Save it as UTF-8 and "
        "bring it again."
    ),
    "source_away": _("%(source)s does not answer now. Everything else works; look again later."),
    "source_resting": _(
        "%(source)s did not answer a while ago, and is asked again after %(until)s. Everything "
        "else works."
    ),
    "source_busy": _(
        "%(source)s could not tell us everything in time. Look again in a minute for the rest."
    ),
    "source_unusable": _(
        "%(source)s answered something that we cannot read. Everything else works; look again "
        "tomorrow."
    ),
    "source_unusable.inside": _(
        "The address of %(source)s leads into the portal’s own network, so it was not asked. "
        "Whoever runs the portal checks PORTAL_BIBLIOGRAPHIES."
    ),
    "source_unusable.redirect": _(
        "%(source)s sends us to another address, and we do not follow. Whoever runs the portal "
        "checks PORTAL_BIBLIOGRAPHIES."
    ),
    "source_unusable.diagnostics": _(
        "%(source)s did not understand the question: %(problem)s. Everything else works; look "
        "again tomorrow."
    ),
    "no_bibliographies": _(
        "No bibliography is set up, so nobody can be asked. Set PORTAL_BIBLIOGRAPHIES first."
    ),
}
