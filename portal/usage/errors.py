"""Why a usage file as a whole is refused, with the file's name and, where it has one, the line."""

from __future__ import annotations

from portal.kernel.errors import Refusal


class FileFault(Refusal):
    """Base of the faults of a file: none of the call's files is imported."""

    code = "usage_file"


class NoFiles(FileFault):
    """`paths` hold no file at all."""

    code = "usage_no_files"


class FileMissing(FileFault):
    """`file` does not exist or may not be read."""

    code = "usage_file_missing"


class EmptyFile(FileFault):
    """`file` has 0 bytes, or nothing but white space."""

    code = "usage_file_empty"


class NotUtf8(FileFault):
    """`file` is not UTF-8 from `line` on (Latin-1, UTF-16 and the like)."""

    code = "usage_not_utf8"


class CutOff(FileFault):
    """`file` ends inside a row, a quoted field or a compressed block; `line` where that begins."""

    code = "usage_cut_off"


class WrongFieldCount(FileFault):
    """`line` of `file` has `found` fields where the header has `expected`."""

    code = "usage_field_count"


class Unparsable(FileFault):
    """`line` of `file` breaks the rules of quoting or another rule of the format."""

    code = "usage_unparsable"


class MixedLineEnds(FileFault):
    """`line` of `file` ends in another way than its header: line ends are mixed."""

    code = "usage_mixed_lines"


class DamagedParquet(FileFault):
    """The Parquet `file` is cut off or damaged."""

    code = "usage_parquet_damaged"


class CompressedParquet(FileFault):
    """`file` is Parquet inside gzip or Zstandard, which cannot be read in parts."""

    code = "usage_parquet_compressed"


class PackedTooLarge(FileFault):
    """`file` unpacks to more than `megabytes`, far more than loans would: a zip bomb, perhaps."""

    code = "usage_packed_too_large"


class TooManyMembers(FileFault):
    """The zip `file` has more than `most` files inside."""

    code = "usage_zip_members"


class CounterReport(FileFault):
    """The COUNTER `file` is the report `report`, which says no loans of books; `known` do."""

    code = "usage_counter_report"


class CounterRelease(FileFault):
    """The COUNTER `file` is of a `release` other than 5."""

    code = "usage_counter_release"


class CounterIncomplete(FileFault):
    """The COUNTER `file` says itself, by an `exception`, that its numbers are not all there."""

    code = "usage_counter_incomplete"


class CounterPeriod(FileFault):
    """The COUNTER `file` has one number for `begin` to `end`, which is not within one year."""

    code = "usage_counter_period"


class CounterTooLarge(FileFault):
    """The COUNTER `file` in JSON is larger than `megabytes`; as a table it is read in parts."""

    code = "usage_counter_large"


class CounterJson(FileFault):
    """The COUNTER `file` is no JSON from `line` on."""

    code = "usage_counter_json"


class CounterShape(FileFault):
    """The COUNTER `file` has at `place` not what a report has there.

    `what`: nested (too deeply), twice (the name `place`), or nothing.
    """

    code = "usage_counter_shape"


class SecondReport(FileFault):
    """`file` is the `report` of a `platform` and `year` of which `before` is another (`other`)."""

    code = "usage_second_report"


class NestedZip(FileFault):
    """`member` of the zip `file` is a zip itself."""

    code = "usage_zip_nested"


class EncryptedZip(FileFault):
    """`member` of the zip `file` is locked with a password."""

    code = "usage_zip_encrypted"


class DamagedZip(FileFault):
    """The zip `file` is cut off or damaged, or packed in a way that is not read."""

    code = "usage_zip_damaged"


class UnknownFormat(FileFault):
    """The columns of `file` (`columns`) fit none of the known `formats`."""

    code = "usage_unknown_format"


class UnknownFormatName(FileFault):
    """`format` is none of the known `formats`."""

    code = "usage_unknown_format_name"


class UnknownColumns(FileFault):
    """`file` looks like `format` but has unknown `columns`; `formats` are known."""

    code = "usage_unknown_columns"


class MissingColumns(FileFault):
    """`file` looks like `format` but lacks `columns`; `formats` are known."""

    code = "usage_missing_columns"


class RepeatedColumns(FileFault):
    """The header of `file` names `columns` more than once."""

    code = "usage_repeated_columns"


class MixedFormats(FileFault):
    """`file` is of `format`, the files before it of `other`: one call reads one format."""

    code = "usage_mixed_formats"


class YearNotEnded(FileFault):
    """The loan year `year` has not ended; `file` says so, or None when the call did."""

    code = "usage_year_not_ended"


class AlreadyImported(FileFault):
    """The uncompressed bytes of `file` were imported before (`before` says when and as what)."""

    code = "usage_already_imported"


class SameFileTwice(FileFault):
    """`file` and `other` of one call have the same uncompressed bytes."""

    code = "usage_same_file_twice"


class FolderNotWritable(FileFault):
    """`folder` of the data directory cannot be made or written; `why` as the system says it."""

    code = "data_folder_not_writable"


class ArchiveMissing(FileFault):
    """The archived `copy` of `file` is gone, or is no longer what was read."""

    code = "usage_archive_missing"


class CountsMissing(Refusal):
    """`file`, which an import wrote into the data directory, is no longer there."""

    code = "counts_missing"
