"""Sentences about runs and their approval."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "rate_not_decided": _(
        "There is no rate for loans of %(loan_years)s, and a payable line needs it. Import "
        "the parameter lending.rate for that year."
    ),
    "unknown_run_kind": _("There is no run of the kind “%(kind)s”. Choose autumn or spring."),
    "unknown_scheme": _("There is no scheme “%(scheme)s”. Known schemes are %(known)s."),
    "not_an_officer": _(
        "Only a settlement officer calculates a run; this role is %(role)s. Ask an officer, "
        "or leave --as out."
    ),
    "not_the_additional_year": _(
        "Undistributed money was stated for %(stated)s, and this run does not distribute it. "
        "Leave it out."
    ),
    "not_the_additional_year.autumn": _(
        "Undistributed money was stated for %(stated)s, but an autumn run distributes no "
        "additional money. Leave it out, or state it in a spring run."
    ),
    "not_the_additional_year.spring": _(
        "Undistributed money was stated for %(stated)s, but a spring run of this day "
        "distributes that of %(year)s. State it for %(year)s, or change the day."
    ),
    "not_the_additional_year.nothing": _(
        "The undistributed money that was stated for %(stated)s is not more than nothing. "
        "State an amount in euro, or leave it out."
    ),
    "stated_twice": _(
        "Undistributed money of %(loan_year)s was stated more than once. State its sum once."
    ),
    "spark_not_here": _(
        "Spark is not installed here: %(packages)s are missing. Install the portal with its extra "
        "“spark”, or choose the engine duckdb."
    ),
    "spark_not_here.java": _(
        "Spark is not installed here: it needs Java 17, and there is none. Install it, or choose "
        "the engine duckdb."
    ),
    "spark_failed": _(
        "Spark stopped, and nothing was calculated: %(why)s. Look at its machines, or choose the "
        "engine duckdb."
    ),
    "not_an_approver": _(
        "%(staff)s has the role %(role)s; only an approver approves a run. Ask an approver."
    ),
    "run_already_approved": _(
        "The run %(run)s has its two approvals already. Nothing is left to do."
    ),
    "run_is_preview": _(
        "The run %(run)s is a preview: it was calculated before its cutoff, %(cutoff)s, had "
        "passed. Calculate it again after that day."
    ),
    "digest_differs": _(
        "The digest %(given)s is not that of the run %(run)s. Look at the run again, and give "
        "the digest that it prints."
    ),
    "run_is_stale": _(
        "Another run was approved after the run %(run)s was calculated. Calculate it again, "
        "then approve the new one."
    ),
    "run_before_merge": _(
        "Two persons were joined or parted after the run %(run)s was calculated. "
        "Calculate it again, then approve the new one."
    ),
    "sum_differs": _(
        "The sum that you approve is not that of the run %(run)s any more. Look at the run again."
    ),
    "sample_is_wrong": _(
        "In the run %(run)s the sample of %(person)s was counted by hand and found wrong. Clear "
        "that up first, and write down what came of it."
    ),
    "checks_not_looked_at": _(
        "Some checks of the run %(run)s ask for a look. Look at them, then tick that you have."
    ),
    "run_not_taken": _("Only officers, approvers and auditors take a run away. Ask one of them."),
    "sample_unusable.role": _(
        "Only an officer or an approver checks a sample. Ask one of them to do it."
    ),
    "sample_unusable.own": _("This sample is about yourself. Somebody else counts it."),
    "sample_unusable.approver": _(
        "You have approved the run %(run)s. Somebody else says that what was wrong is right."
    ),
    "sample_unusable": _("Say whether the figures are right or wrong."),
    "sample_unusable.note": _("Write what is wrong, or what came of it, in up to 500 characters."),
    "sample_unusable.state": _(
        "The run %(run)s is approved already. Its sample is not changed any more."
    ),
    "approver_calculated": _(
        "%(staff)s calculated the run %(run)s and may not approve it. Ask another approver."
    ),
    "approver_overturned": _(
        "%(staff)s said that wrong figures of the run %(run)s are right, and may not approve it. "
        "Ask another approver."
    ),
    "approved_twice": _(
        "%(staff)s has approved the run %(run)s already. The second approval must come from "
        "somebody else."
    ),
    "approver_is_payee": _(
        "%(staff)s has money in the run %(run)s and may not approve it. Ask an approver who "
        "has none."
    ),
    "case_unreadable": _(
        "The worked case “%(file)s” cannot be read: %(problem)s. Mend it and run it again."
    ),
    "not_a_folder": _("The folder “%(path)s” cannot be written to. Name another place."),
    "not_a_folder.taken": _(
        "“%(path)s” is a folder, and a file has to be written there. Move it away, or name "
        "another place."
    ),
    "not_a_folder.unwritten": _(
        "The run could not be written to “%(path)s”, and nothing there was changed: %(problem)s. "
        "Make room, or name another place."
    ),
    "counts_changed": _(
        "The counts in %(path)s are missing or were changed. Restore the file from the backup, or "
        "ask the library for a new file and import that as a replacement."
    ),
    "snapshot_changed": _(
        "The files of the snapshot “%(path)s” are not the ones that were written. Bring them "
        "back from the backup."
    ),
}
