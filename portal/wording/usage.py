"""Sentences about files of loans."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "tier_missing": _(
        "Tier 3 needs Splink, which is not installed. Install the extra “%(extra)s”, or match "
        "without --tier3."
    ),
    "unmatched_not_decided": _("These loans cannot be given to an edition so. Look at them again."),
    "unmatched_not_decided.role": _(
        "This role does not decide about loans without an ISBN. Act as one of these: %(roles)s."
    ),
    "unmatched_not_decided.unknown": _(
        "No file that counts has loans under the key “%(key)s”. List them: "
        "portal match unmatched list."
    ),
    "unmatched_not_decided.decided": _(
        "Somebody has decided about these loans already, in decision %(number)s. Undo it first."
    ),
    "unmatched_not_decided.edition": _(
        "The catalogue has no edition with the ISBN %(isbn)s. Somebody must add it first."
    ),
    "unmatched_not_decided.own": _(
        "You have a part in this work, and nobody decides about his or her own money. "
        "Ask a colleague."
    ),
    "unmatched_not_decided.undone": _(
        "No decision with the number %(number)s is in force, so nothing was undone."
    ),
    "upload_gone": _("The uploaded file “%(file)s” is not there any more. Upload it again."),
    "import_overtaken": _(
        "Other loans came in while this file was read, so nothing was imported. Import it again."
    ),
    "usage_file": _("The file “%(file)s” cannot be read as loans. Nothing was imported."),
    "usage_no_files": _("There is no file in %(paths)s. Name a file, or a folder that has files."),
    "usage_file_missing": _(
        "The file “%(file)s” is not there or may not be read. Check its name and its rights."
    ),
    "usage_file_empty": _("The file “%(file)s” is empty. Ask the library system for it again."),
    "usage_not_utf8": _(
        "The file “%(file)s” is not UTF-8 from line %(line)s on. Save it as UTF-8 and import "
        "it again."
    ),
    "usage_cut_off": _(
        "The file “%(file)s” is cut off near line %(line)s. Fetch it again; nothing was imported."
    ),
    "usage_mixed_lines": _(
        "Line %(line)s of “%(file)s” ends otherwise than the first line: line ends of Unix (LF) "
        "and of Windows (CRLF) are mixed. Save the file with one of them and import it again."
    ),
    "usage_parquet_damaged": _(
        "The Parquet file “%(file)s” is cut off or damaged. Write it or fetch it again; nothing "
        "was imported."
    ),
    "usage_parquet_compressed": _(
        "The file “%(file)s” is Parquet inside gzip or Zstandard. Parquet is read as it is: "
        "unpack the file and import what is inside."
    ),
    "usage_packed_too_large": _(
        "“%(file)s” unpacks to more than %(megabytes)s megabytes. That is far more than loans of "
        "its size would. Unpack it yourself, look at it, and import what is inside."
    ),
    "usage_zip_members": _(
        "The zip “%(file)s” has more than %(most)s files inside. Unpack it and import the folder "
        "in parts."
    ),
    "usage_counter_report": _(
        "“%(file)s” is the COUNTER report “%(report)s”, which does not say loans of books. Reports "
        "that do are %(known)s: ask for one of them."
    ),
    "usage_counter_release": _(
        "“%(file)s” is a COUNTER report of release “%(release)s”. Release 5 and 5.1 are read: ask "
        "for one of them."
    ),
    "usage_counter_incomplete": _(
        "The COUNTER report “%(file)s” says itself that its numbers are not all there: "
        "%(exception)s. Ask for it again when it is complete."
    ),
    "usage_counter_period": _(
        "The COUNTER report “%(file)s” has one number for %(begin)s to %(end)s. That is not one "
        "year: ask for the report with its months."
    ),
    "usage_counter_large": _(
        "The COUNTER report “%(file)s” is JSON of more than %(megabytes)s megabytes. Ask for it "
        "as a table (TSV), which has no limit."
    ),
    "usage_counter_json": _(
        "“%(file)s” begins as JSON, and is none from line %(line)s on. Fetch it again; nothing "
        "was imported."
    ),
    "usage_counter_shape": _(
        "“%(file)s” is no COUNTER title report: at “%(place)s” stands something else. Fetch it "
        "again, or ask for the table (TSV)."
    ),
    "usage_counter_shape.nested": _(
        "“%(file)s” is JSON nested far deeper than a COUNTER report. Fetch it again, or ask for "
        "the table (TSV)."
    ),
    "usage_counter_shape.twice": _(
        "“%(file)s” has the name “%(place)s” twice in one place, so its numbers are not certain. "
        "Fetch it again, or ask for the table (TSV)."
    ),
    "usage_second_report": _(
        "“%(file)s” is a %(report)s of %(platform)s for %(year)s. Of that platform and year "
        "“%(before)s” was a %(other)s, and the one contains the other. Import one kind, "
        "as a replacement of the other."
    ),
    "usage_zip_nested": _(
        "The zip “%(file)s” has another zip inside, “%(member)s”. Unpack it once and import what "
        "is inside."
    ),
    "usage_zip_encrypted": _(
        "“%(member)s” in the zip “%(file)s” is locked with a password. Unpack it and import what "
        "is inside."
    ),
    "usage_zip_damaged": _(
        "The zip “%(file)s” is cut off or damaged. Fetch it again, or unpack it and import what "
        "is inside."
    ),
    "usage_field_count": _(
        "Line %(line)s of “%(file)s” has %(found)s fields where the header has %(expected)s. "
        "Mend that line, or export the file again."
    ),
    "usage_unparsable": _(
        "Line %(line)s of “%(file)s” cannot be read: a quote or a separator is in the wrong "
        "place. Mend that line, or export the file again."
    ),
    "usage_unparsable.somewhere": _(
        "“%(file)s” cannot be read: somewhere in it a quote or a separator is in the wrong place, "
        "or a field is very long. Export the file again."
    ),
    "usage_unknown_format.more": _(
        "The columns of “%(file)s” belong to no known format: %(columns)s, and %(more)s more. "
        "Known formats are %(formats)s; check that this is a file of loans."
    ),
    "usage_unknown_columns.more": _(
        "The file “%(file)s” looks like %(format)s but has unknown columns: %(columns)s, and "
        "%(more)s more. Take them out or rename them. Known formats are %(formats)s."
    ),
    "usage_repeated_columns.more": _(
        "The header of “%(file)s” names columns twice: %(columns)s, and %(more)s more. Keep each "
        "once."
    ),
    "usage_unknown_format": _(
        "The columns of “%(file)s” belong to no known format: %(columns)s. Known formats are "
        "%(formats)s; check that this is a file of loans."
    ),
    "usage_unknown_format_name": _("There is no format “%(format)s”. Choose one of: %(formats)s."),
    "usage_unknown_columns": _(
        "The file “%(file)s” looks like %(format)s but has unknown columns: %(columns)s. Take "
        "them out or rename them. Known formats are %(formats)s."
    ),
    "usage_missing_columns": _(
        "The file “%(file)s” looks like %(format)s but lacks columns: %(columns)s. Add them. "
        "Known formats are %(formats)s."
    ),
    "usage_repeated_columns": _(
        "The header of “%(file)s” names columns twice: %(columns)s. Keep each once."
    ),
    "usage_mixed_formats": _(
        "The file “%(file)s” is of the format %(format)s, the files before it are %(other)s. "
        "Import each format by itself."
    ),
    "usage_year_not_ended": _(
        "The year %(year)s has not ended, so its loans are not complete. Import them after 31 "
        "December."
    ),
    "usage_already_imported": _(
        "The file “%(file)s” was imported before: %(before)s. Nothing was imported. To "
        "supersede it, import a corrected file as a replacement."
    ),
    "usage_same_file_twice": _(
        "The files “%(file)s” and “%(other)s” have the same content. Name it once."
    ),
    "data_folder_not_writable": _(
        "The folder “%(folder)s” cannot be made or written: %(why)s. Nothing was imported or "
        "counted. Give the portal the right to write there, or make room on the disk."
    ),
    "usage_archive_missing": _(
        "The kept copy of “%(file)s” is gone or damaged. Restore %(copy)s in the data folder from "
        "a backup."
    ),
    "counts_missing": _(
        "The counted loans in %(file)s are gone from the data folder. Restore that file from a "
        "backup. Without one, ask the library for a new file and import that as a replacement; "
        "the same file is not taken twice."
    ),
    "nothing_to_replace": _(
        "There is nothing of %(source)s for %(years)s to replace. Import the file without "
        "replacing anything."
    ),
    "replace_would_lose_years": _(
        "The import of %(source)s that would be replaced also holds %(years)s, which the new "
        "files lack. Give files for all its years."
    ),
}
