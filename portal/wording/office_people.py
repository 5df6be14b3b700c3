"""Words and sentences of merges, deaths, mandates and the office's own people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

KINDS = {
    "person": _l("person"), "estate": _l("estate"), "organisation": _l("organisation"),
}  # fmt: skip
MANDATES = {"heir": _l("Heir"), "guardian": _l("Guardian"), "agent": _l("Agent")}
SCOPES = {
    "works": _l("works"), "money": _l("money"), "contact": _l("messages and contact data"),
}  # fmt: skip
NAME_STATES = {
    "confirmed": _l("confirmed"), "waiting": _l("waits"), "refused": _l("not confirmed"),
}  # fmt: skip
ROLES = {
    "support": _l("Customer service"),
    "officer": _l("Officer"),
    "approver": _l("Approver"),
    "administrator": _l("Administrator"),
    "auditor": _l("Auditor"),
}
VISIT_REASONS = {
    "caller": _l("the person called"),
    "email_case": _l("a question by e-mail"),
    "settlement": _l("a question about a payment"),
    "death_notice": _l("a notice of a death"),
    "fraud_check": _l("a check for fraud"),
    "own_test": _l("a test"),
}
CONSENTS = {
    "code": _l("with the person’s code"),
    "colleague": _l("with a colleague’s agreement"),
    "break_glass": _l("in an emergency"),
}


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "merge_refused": _("The two cannot be joined. Check both persons."),
    "merge_refused.role": _("Only these roles join people: %(roles)s. Ask one of them."),
    "merge_refused.own": _(
        "One of the two is yourself, or somebody for whom you act. A colleague decides this."
    ),
    "merge_refused.same": _("That is one and the same person. Choose two."),
    "merge_refused.gone": _(
        "The person %(person)s is already joined with another or closed. Look there first."
    ),
    "merge_refused.chain": _(
        "Others were joined into the person %(person)s before. Keep that person, and join the "
        "other into it."
    ),
    "merge_refused.kind": _("A person, an estate and an organisation are never one. Choose two."),
    "merge_refused.birth": _(
        "The years of birth differ, so they are two people. If one year is wrong, correct it first."
    ),
    "merge_refused.death": _(
        "The years of death differ. If one is missing or wrong, mend it first: it decides the "
        "money."
    ),
    "merge_refused.country": _(
        "The countries of tax residence differ, and without a tax card the country decides the "
        "tax. Bring in the right one first, in a file of people."
    ),
    "merge_refused.paid": _(
        "The person %(person)s was paid by an earlier run, or owes money. Keep that person. "
        "If both were paid, they cannot be joined here."
    ),
    "merge_refused.entries": _(
        "Both have an entry for %(isbn)s, and the two differ. Ask for one of them to be "
        "changed or withdrawn first."
    ),
    "merge_refused.record": _(
        "The libraries count %(isbn)s and %(other_isbn)s as one title, and the entries for it "
        "differ. Ask for one of them to be changed or withdrawn first."
    ),
    "merge_refused.card": _(
        "Only the person who would be joined has a tax card. Bring the card in for %(person)s "
        "first, or more tax is withheld."
    ),
    "merge_refused.mandates": _(
        "Somebody may act for the person who would be joined. End that right first, and give it "
        "again afterwards."
    ),
    "merge_refused.dispute": _(
        "A dispute of the person who would be joined is open. Let it end first."
    ),
    "merge_refused.approved": _(
        "A run was approved since the two were joined, and paid them as one. It cannot be undone."
    ),
    "merge_refused.changed": _(
        "The entry for %(isbn)s was changed since the two were joined. It cannot be undone."
    ),
    "death_not_recorded": _("The death cannot be recorded. Check the day and the document."),
    "death_not_recorded.role": _("Only these roles record a death: %(roles)s. Ask one of them."),
    "death_not_recorded.own": _("That is yourself. A colleague must look at it."),
    "death_not_recorded.organisation": _("An organisation does not die. Choose a person."),
    "death_not_recorded.gone": _(
        "The person %(person)s is joined with another. Record it on the other’s page."
    ),
    "death_not_recorded.future": _("That day has not come yet. Write the day of the document."),
    "death_not_recorded.before": _("That day is before the birth. Check the day and the person."),
    "death_not_recorded.differs": _(
        "Another death is recorded already: %(day)s. Take that record back first."
    ),
    "death_not_recorded.none": _("No death is recorded, so there is nothing to take back."),
    "mandate_refused": _("The right to act cannot be given. Check what was entered."),
    "mandate_refused.role": _(
        "Only these roles give and end rights to act: %(roles)s. Ask one of them."
    ),
    "mandate_refused.own": _(
        "It is about yourself, or somebody for whom you act. A colleague decides this."
    ),
    "mandate_refused.kind": _("Choose heir, guardian or agent."),
    "mandate_refused.scopes": _("Choose at least one thing that the right covers."),
    "mandate_refused.agent": _(
        "An agent never reaches money. Take the tick from money, or choose another kind."
    ),
    "mandate_refused.days": _("The last day is before the first, or has passed. Check both."),
    "mandate_refused.holder": _("Nobody can get a right by this sign-in. Search again."),
    "mandate_refused.herself": _("That is the person herself. Nobody needs a right for that."),
    "mandate_refused.herself_only": _(
        "Only the person herself ends a right here. Write to us, and we look at the documents."
    ),
    "mandate_refused.gone": _("The person %(person)s is joined with another or closed."),
    "mandate_refused.heir": _(
        "An heir acts for somebody who has died. Record the death first, or choose another kind."
    ),
    "staff_not_changed": _("The staff member cannot be changed. Look at the list again."),
    "staff_not_changed.role": _("Only an administrator changes who works here. Ask one."),
    "staff_not_changed.own": _("You cannot end your own work here. Another administrator can."),
    "staff_not_changed.last": _(
        "This is the last administrator. Add another one before you end this one’s work."
    ),
}
