"""All sentences, by the code of the refusal, or code and reason: `not_an_isbn.check_digit`.

Each subject has a module with its SENTENCES; add it here. A sentence names the refusal's arguments
as `%(name)s`; those whose names end in `_cents`, `_microcents`, `_ppm` or `isbn`, and days, are
written in the reader's language.
"""

from __future__ import annotations

from portal.wording import (
    bibliographies,
    catalogue,
    demo,
    details,
    email_sign_in,
    grouping,
    illustrators,
    lists,
    messages,
    missing,
    office_people,
    orders,
    parameters,
    passkeys,
    people,
    pictures,
    proposals,
    settlement,
    sharing,
    shell,
    usage,
    visits,
)

SENTENCES: dict[str, str] = {
    **bibliographies.SENTENCES,
    **catalogue.SENTENCES,
    **demo.SENTENCES,
    **details.SENTENCES,
    **email_sign_in.SENTENCES,
    **grouping.SENTENCES,
    **illustrators.SENTENCES,
    **lists.SENTENCES,
    **missing.SENTENCES,
    **orders.SENTENCES,
    **messages.SENTENCES,
    **office_people.SENTENCES,
    **parameters.SENTENCES,
    **passkeys.SENTENCES,
    **people.SENTENCES,
    **pictures.SENTENCES,
    **proposals.SENTENCES,
    **settlement.SENTENCES,
    **sharing.SENTENCES,
    **shell.SENTENCES,
    **usage.SENTENCES,
    **visits.SENTENCES,
}
