"""Every page that has to be looked at, as data: who goes where, in which state."""

from __future__ import annotations

from tests.browser import loan_walks, office_walks, rule_walks, shared_walks, walks
from tests.browser.walks import AUTUMN, SPRING, Walk

SET_OFF = "/money/payments/2021-autumn-1"

WORK = Walk("work", "works.work", walks.work)
LOANS = Walk("loans of a work", "loans.work", walks.loans)
WITHDRAWN = Walk("withdrawn work", "works.work", walks.withdrawn)
CHANGE = Walk("change, refused", "works.change", walks.change)
WHAT_IF = Walk("what if", "works.what_if", walks.what_if)
NO_EFFECT = Walk("what if, refused", "works.what_if", walks.no_effect)
PUT_ASIDE = Walk("hint put aside, refused", "home.put_aside", walks.put_aside)
SUGGESTED = Walk("suggested work, refused", "suggestions.work", walks.suggested)
SET_ASIDE = Walk("a hint lies aside", "home.index", walks.set_aside)
EDITIONS = Walk("editions of a work", "grouping.index", walks.editions)
JOINED = Walk("works put together, preview", "grouping.join", walks.joined)
WITHDRAW = Walk("withdraw", "works.withdraw", walks.withdraw)
NOTHING_PASTED = Walk("add works, refused", "works.find", walks.nothing_pasted)
REVIEW = Walk("review, refused", "works.save", walks.review)
OWN_LIST = Walk("own list, nothing ticked", "catalogue_exchange.save", walks.own_list)
NOT_A_LIST = Walk("list, refused", "catalogue_exchange.read", walks.not_a_list)
NO_PHOTO = Walk("photos, refused", "works.look", walks.no_photo)
PHOTOGRAPHED = Walk("review of photos", "works.look", walks.photographed)
WHY = Walk("why", "money.why", walks.why)
ADDITIONAL = Walk("additional payment", "money.additional", walks.additional)
THREAD = Walk("thread", "messages.thread", walks.thread)
ASKED = Walk("question, refused", "messages.ask", walks.asked)
REPLIED = Walk("reply, refused", "messages.reply", walks.replied)
RECEIPT = Walk("receipt", "messages.receipt", walks.receipt)
VERIFIED = Walk("receipt, checked", "verification.found", walks.verified)
UNKNOWN_RECEIPT = Walk("receipt, unknown", "verification.look_up", walks.unknown_receipt)
UNNAMED = Walk("name, refused", "details.add_name", walks.unnamed)
UNREACHABLE = Walk("e-mail address, refused", "details.email", walks.unreachable)
ADDRESS_WAITS = Walk("e-mail address, not confirmed", "details.email", walks.address_waits)
HALF_ADDRESS = Walk("address, refused", "details.contact", walks.half_address)
NO_YEAR = Walk("year of publication, refused", "illustrators.year", walks.no_year)
HOW_IT_WENT = Walk("how it went, refused", "illustrators.asked", walks.how_it_went)
SHARED = Walk("shared work", "works.work", shared_walks.shared_work)
DISPUTE = Walk("dispute, nothing written", "disputes.seen", shared_walks.dispute)
DISAGREE = Walk("disagreeing, refused", "disputes.disagree", shared_walks.disagree)
DECIDED = Walk("dispute, decided", "disputes.seen", shared_walks.decided)
APPEAL = Walk("second look, refused", "disputes.appeal", shared_walks.appeal)
WRONG = Walk("what can be wrong", "disputes.wrong", shared_walks.wrong)
WRONG_ROLE = Walk("whose role, refused", "disputes.wrong", shared_walks.wrong_role)
WRONG_CODE = Walk("code, refused", "invitations.look", shared_walks.wrong_code)
INVITE = Walk("invitation, refused", "invitations.invite", shared_walks.invite)
LETTER = Walk("letter of an invitation", "invitations.letter", shared_walks.letter)
ESTATE = Walk("home of the estate", "public.start", walks.estate)
OFFICE_EDITION = Walk("edition, letter refused", "staff_works.edition", office_walks.edition)
OFFICE_WORK = Walk("work, joining refused", "staff_works.work", office_walks.work)
OFFICE_DISPUTE = Walk("dispute for the office", "staff_works.dispute", office_walks.dispute)
OFFICE_DECIDE = Walk("decision, refused", "staff_works.decide", office_walks.decide)
OFFICE_UNMATCHED = Walk("loans, refused", "staff_works.unmatched_one", office_walks.unmatched)
OFFICE_QUESTION = Walk("answer, refused", "staff_messages.question", office_walks.question)
OFFICE_NAME = Walk("name, refusal refused", "staff_messages.name", office_walks.name)
OFFICE_LETTER = Walk("letter, to be checked", "staff_messages.write", office_walks.letter)
PROPOSAL = Walk("proposal, refusal refused", "staff_rules.proposal", rule_walks.proposal)
PROPOSE = Walk("value, not proposed", "staff_rules.propose", rule_walks.propose)
LOAN_UPLOAD = Walk("file of loans, refused", "staff_loans.upload", loan_walks.upload)
REFUSED_SIGN_IN = Walk("sign-in, refused", "session.callback", walks.refused_sign_in)

# Each person of the demo shows another state; Helka's own pages are empty.
PLACES: dict[str, list[str | Walk]] = {
    "": ["/", "/verify", UNKNOWN_RECEIPT, "/sign-in", "/sign-in/email",
         "/sign-in/email/letter/none", REFUSED_SIGN_IN, "/signed-out",
         "/signed-out/not-me", "/help",
         "/nowhere", "/screen", "/statistics", "/statistics/works", "/statistics/works/2025",
         "/how-it-works", "/rules", "/rules/who", "/rules/loans", "/rules/sharing", "/rules/cap",
         "/rules/last-days", "/help/words", "/help/statement", "/help/paper/works",
         "/help/paper/contact", "/accessibility", "/privacy", "/leaving/kopiosto",
         "/leaving/teosto", "/invitation"],
    "Saima": ["/", "/works", "/works?q=nothing", "/works/add", NOTHING_PASTED, REVIEW,
              "/works/photos", NO_PHOTO, PHOTOGRAPHED, "/works/no-isbn?title=suomalaisia",
              "/money", AUTUMN, SPRING, WHY, ADDITIONAL, "/rules/rates", "/rules/classes",
              "/rules/limits", "/rules/tax", WORK, CHANGE, WITHDRAW, EDITIONS, JOINED],
    "Saima Ojalehto": ["/loans", "/loans/9789513121266", LOANS, "/messages", THREAD, REPLIED,
                       "/messages/ask", ASKED, "/messages/receipts", RECEIPT, VERIFIED],
    "Aliisa": ["/works", "/works/pictures", WORK, WHY, "/me", "/me/names", "/me/names/add",
               UNNAMED, "/me/contact", HALF_ADDRESS, "/me/email", UNREACHABLE],
    "Aliisa Vuorenhovi": ["/me/consent", "/me/reminders", "/me/language", "/me/devices",
                          "/me/access-log", "/me/access-log?kind=payments", "/me/data",
                          "/me/mandates",
                          "/screen", "/passkeys", "/passkeys/add", "/confirm?lost=yes",
                          "/confirm/send"],
    "Lumi": ["/works", "/works/download", "/works/upload", OWN_LIST, NOT_A_LIST, "/money", AUTUMN,
             WHY, "/messages", "/me"],
    "Helka": ["/", "/works", "/works/pictures", "/loans", "/missing", "/money", "/messages",
              "/messages/receipts", "/me", "/me/names", "/me/access-log", AUTUMN],
    "Helka Kivelänmaa": [ESTATE, "/works", "/money", AUTUMN, "/me"],
    "Jalo": ["/", "/works", "/money", WORK, "/works/pictures", "/works/pictures/leaving", NO_YEAR,
             HOW_IT_WENT],
    "Tuuli": [AUTUMN, WHY],
    "Iiro": ["/", "/missing", PUT_ASIDE, "/works", WORK, WHAT_IF, NO_EFFECT, WHY, "/money"],
    "Iiro Mäntyharjula": [SHARED, DISPUTE, DISAGREE, DECIDED, APPEAL, WRONG, WRONG_ROLE,
                          WRONG_CODE],
    "Terhi": ["/money?year=2025", SET_ASIDE, "/missing", "/works/suggestions", SUGGESTED],
    "Terhi Aallonharja": ["/help", "/help/support-code", "/me/access-log"],
    "Marketta T": ["/staff/visits", "/staff/visits/ask/D005"],
    "Kaarlo Pe": ["/staff/visits", "/staff/visits/report?week=2026-W39"],
    "Nils": [ADDRESS_WAITS],
    "Meri": ["/works", WORK, "/money", AUTUMN],
    "Oona": ["/", "/money", AUTUMN, WORK, INVITE, LETTER],
    "Paavo": ["/works", "/money", SET_OFF, WITHDRAWN],
    "Marketta": ["/staff/works", "/staff/works/search?q=puppe", "/staff/works/disputes?all=1",
                 "/staff/works/unmatched", "/staff/works/decisions", OFFICE_EDITION, OFFICE_WORK,
                 OFFICE_DISPUTE, OFFICE_DECIDE, OFFICE_UNMATCHED],
    "Marketta Tukiranta": ["/staff/messages", "/staff/messages/names", "/staff/messages/letters",
                           "/staff/messages/write", OFFICE_QUESTION, OFFICE_NAME, OFFICE_LETTER],
    "Kaarlo": ["/", "/works", "/staff", "/staff/people?q=saima", "/staff/people/D005",
               "/staff/people/duplicates", "/staff/people/compare?kept=D005&other=D901",
               "/staff/people/estates", "/staff/people/D005/death",
               "/staff/people/D007/death/take-back", "/staff/people/D007/mandates?holder=helka"],
    "Kaarlo Petäjäsuo": ["/staff/loans", LOAN_UPLOAD, "/staff/loans/imports/1", "/staff/orders",
                         "/staff/loans/years/2025", "/staff/loans/years/2025/unclaimed"],
    "Kaarlo Pet": ["/staff/runs", "/staff/runs/calculate", "/staff/runs/2026-autumn-1",
                   "/staff/runs/2026-spring-1/compared", "/staff/runs/2026-spring-1/people",
                   "/staff/runs/2026-spring-1/people/D012",
                   "/staff/runs/2026-spring-1/people/D012/lines/7",
                   "/staff/runs/2026-spring-1/people/D001/additional/2021",
                   "/staff/runs/2026-spring-1/sample", "/staff/runs/2026-spring-1/sample/D012",
                   "/staff/runs/2026-spring-1/checks/values"],
    "Leena": ["/staff/runs/2026-autumn-1/approve"],
    "Birgit": ["/staff/rules", "/staff/rules/numbers/lending.cap", "/staff/rules/proposals",
               PROPOSAL],
    "Kaarlo P": ["/staff/rules/file", PROPOSE, "/staff/audit", "/staff/audit?first=soon"],
}  # fmt: skip

# Addresses of GET that are no pages, or that other tests look at.
NOT_LOOKED_AT = {
    "staff_members.index": "nobody in the demo is an administrator; tests/functional/staff_members",
    "staff_members.add": "nobody in the demo is an administrator; tests/functional/staff_members",
    "email_sign_in.code": "it takes a letter each time, of ten an hour; a link’s page is like it",
    "details.access_log_file": "a file",
    "details.proof": "a file",
    "details.confirm_email": "its address is in a letter; tests/functional/details comes there",
    "session.passkey": "begun by a button; tests/browser/test_passkeys comes there",
    "public.health": "JSON for machines",
    "calendar.feed": "a file",
    "works.download": "a file",
    "staff_loans.refused": "a file",
    "visits.report_file": "a file",
    "staff_rules.changes": "a file",
    "staff_audit.file": "a file",
    "staff_loans.unclaimed_csv": "a file",
    "staff_today.order": "there is none without loans that would change the demo; "
    "tests/functional/staff_loans comes there",
    "grouping.split": "as grouping.join; no work of the demo has two editions of one person alone",
    "catalogue_exchange.file": "a file",
    "works.saved": "leads on from the numbers of older receipts; tests/functional/works",
    "money.lines": "a file",
    "money.loans": "leads on",
    "loans.download": "a file",
    "loans.work_file": "a file",
    "loans.edition_file": "a file",
    "most_lent.download": "a file",
    "illustrators.download": "a file",
    "statistics.payments_csv": "a file",
    "statistics.years_csv": "a file",
}
