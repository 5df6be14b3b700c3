"""For each address that takes a form: where it is sent twice, and its rows are compared."""

from __future__ import annotations

_SWEPT = """
details.add_name details.confirm_email details.consent details.contact details.drop_email
details.email details.end_device details.end_others details.language details.not_me
details.reminders details.take_data details.withdraw_name disputes.withdraw disputes.write
email_sign_in.ask grouping.save_join home.put_aside illustrators.asked illustrators.year
invitations.invite invitations.renew invitations.withdraw mandates.end messages.ask
messages.open_thread messages.read_all messages.reply passkeys.remove screen.save
session.begin_passkey session.sign_out staff_audit.check staff_members.add staff_members.end
staff_messages.answer staff_messages.close staff_messages.download
staff_messages.name_confirm staff_messages.name_proof staff_messages.name_refuse
staff_messages.printed staff_messages.write staff_people.death staff_people.end_mandate
staff_people.no_death staff_rules.approve staff_rules.propose staff_rules.refuse
staff_rules.try_again staff_rules.withdraw staff_runs.recompute staff_runs.say
staff_runs.take staff_today.cancel_order staff_works.document staff_works.edition_write
staff_works.undo_grouping staff_works.undo_unmatched suggestions.answer
suggestions.new_editions suggestions.undo suggestions.work support.end_visit support.make
support.withdraw visits.approve visits.ask visits.end visits.refuse visits.start
works.change works.withdraw"""
SWEPT = frozenset(_SWEPT.split())
"""By the sweep of forms, where the first sending changes rows."""

_HERE = "tests/functional"
ELSEWHERE = {
    "catalogue_exchange.read": f"{_HERE}/catalogue_exchange/test_catalogue_files.py::"
        "test_a_file_that_was_read_twice_is_kept_nowhere",
    "catalogue_exchange.save": f"{_HERE}/catalogue_exchange/test_catalogue_files.py::"
        "test_what_differs_shows_both_and_only_what_is_ticked_is_changed",
    "confirm.by_passkey": f"{_HERE}/passkeys/test_proofs.py::test_an_answer_proves_once",
    "confirm.by_provider": f"{_HERE}/passkeys/test_provider_again.py::"
        "test_begun_twice_only_the_later_way_is_open",
    "disputes.agree": f"{_HERE}/disputes/test_pages.py::test_what_is_sent_twice_has_one_effect",
    "disputes.appeal": f"{_HERE}/disputes/test_decisions.py::"
        "test_a_second_look_is_taken_once_and_by_another",
    "disputes.disagree": f"{_HERE}/disputes/test_pages.py::"
        "test_a_text_with_a_file_that_is_sent_twice_is_kept_once",
    "disputes.wrong": f"{_HERE}/disputes/test_pages.py::test_what_is_sent_twice_has_one_effect",
    "email_sign_in.code": f"{_HERE}/email_sign_in/test_way_in.py::"
        "test_a_code_that_is_sent_twice_opens_once",
    "email_sign_in.letter": f"{_HERE}/email_sign_in/test_way_in.py::"
        "test_a_code_that_is_sent_twice_opens_once",
    "grouping.save_split": f"{_HERE}/grouping/test_pages.py::"
        "test_editions_are_taken_out_and_brought_back",
    "grouping.undo": f"{_HERE}/grouping/test_pages.py::"
        "test_editions_are_taken_out_and_brought_back",
    "home.bring_back": f"{_HERE}/home/test_missing.py::test_twice_sent_has_one_effect",
    "illustrators.go": f"{_HERE}/illustrators/test_illustrators.py::"
        "test_leaving_names_the_address_and_is_remembered_once",
    "invitations.accept": f"{_HERE}/invitations/test_invitations.py::"
        "test_who_accepts_has_an_entry_and_the_inviter_is_told",
    "passkeys.keep": f"{_HERE}/passkeys/test_passkeys.py::"
        "test_one_answer_that_is_sent_twice_adds_one",
    "session.act_for": f"{_HERE}/works/test_acting.py::test_chosen_twice_it_is_chosen_once",
    "session.passkey_answer": f"{_HERE}/passkeys/test_twice_at_once.py::"
        "test_of_one_answer_sent_twice_at_once_only_one_opens",
    "session.start": f"{_HERE}/passkeys/test_provider_again.py::"
        "test_begun_twice_only_the_later_way_is_open",
    "staff_loans.send": f"{_HERE}/staff_loans/test_upload.py::"
        "test_a_packed_file_sent_twice_is_one_import",
    "staff_people.give_mandate": f"{_HERE}/staff_people/test_person.py::"
        "test_an_agent_gets_works_acts_and_is_stopped_at_once",
    "staff_people.merge": f"{_HERE}/staff_people/test_person.py::"
        "test_two_are_compared_joined_and_parted",
    "staff_people.undo_merge": f"{_HERE}/staff_people/test_person.py::"
        "test_two_are_compared_joined_and_parted",
    "staff_rules.file": f"{_HERE}/staff_rules/test_staff_rules.py::"
        "test_a_file_of_values_and_one_that_is_none",
    "staff_runs.calculate": f"{_HERE}/staff_runs/test_ordering.py::"
        "test_an_ordered_run_is_a_draft_of_the_officer",
    "staff_runs.say_yes": f"{_HERE}/staff_runs/test_approving.py::"
        "test_a_signature_holds_once_for_one_run_and_one_person",
    "staff_works.decided": f"{_HERE}/staff_works/test_works.py::"
        "test_the_office_asks_and_nobodys_entry_changes_until_it_decides",
    "staff_works.edition_ask": f"{_HERE}/staff_works/test_works.py::"
        "test_the_office_asks_and_nobodys_entry_changes_until_it_decides",
    "staff_works.join": f"{_HERE}/staff_works/test_works.py::"
        "test_works_are_found_joined_and_split_and_each_is_undone",
    "staff_works.split": f"{_HERE}/staff_works/test_works.py::"
        "test_works_are_found_joined_and_split_and_each_is_undone",
    "staff_works.unmatched_decided": f"{_HERE}/staff_works/test_unmatched.py::"
        "test_one_is_decided_once_and_undone",
    "works.save": f"{_HERE}/works/test_adding.py::test_a_double_click_adds_once",
}  # fmt: skip
"""By a test of its own: the form wants a file, a passkey, the provider, or a state of its own."""

KEEP_NOTHING = {
    "browser_reports.take": "written to the log alone",
    "invitations.look": "a code is looked up",
    "public.choose_language": "a cookie",
    "verification.look_up": "a receipt is looked up",
    "works.find": "what was typed is looked up",
    "works.look": "what was chosen is shown",
}
"""Forms that only ask: the sweep sees that no row changes, however often they are sent."""
