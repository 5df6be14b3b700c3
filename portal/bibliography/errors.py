"""Why a file of bibliographic records as a whole is refused; `file` is its name."""

from __future__ import annotations

from portal.kernel.errors import Refusal


class BibliographyFault(Refusal):
    """Base of the faults of a file of records: nothing of it is kept."""

    code = "bibliography_file"


class EmptyBibliography(BibliographyFault):
    """`file` has 0 bytes, or nothing but white space."""

    code = "bibliography_empty"


class UnknownBibliography(BibliographyFault):
    """`file` is in none of the formats that can be read."""

    code = "bibliography_unknown"


class WebPageInstead(BibliographyFault):
    """`file` is a web page (HTML), as a server sends in place of records."""

    code = "bibliography_web_page"


class XmlDamaged(BibliographyFault):
    """`file` is XML that breaks off or is not well-formed, at `line`."""

    code = "bibliography_xml_damaged"


class XmlDeclares(BibliographyFault):
    """`file` has a document type (DTD): XML with one can name other files, or swell."""

    code = "bibliography_xml_doctype"


class NoRecords(BibliographyFault):
    """`file` is in a known `format`, yet not one record of it can be read."""

    code = "bibliography_no_records"


class EncodingUnknown(BibliographyFault):
    """The text of `file` is in no encoding that can be told."""

    code = "bibliography_encoding"


class OnixRelease(BibliographyFault):
    """`file` is an ONIX message of another `release` than 3.0 and 3.1."""

    code = "bibliography_onix_release"


class OnixProductTooLarge(BibliographyFault):
    """One product of `file` has more than `most` megabytes."""

    code = "bibliography_onix_product_large"


class ListRefused(BibliographyFault):
    """A list in `file` cannot be read. `reason`: large, packed, damaged, locked, heavy, rows,
    cells, no_rows, no_isbn, rounded or spreadsheet_old; `most` where a limit was passed."""

    code = "list_refused"
