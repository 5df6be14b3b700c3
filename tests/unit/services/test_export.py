"""The export as values, on both databases."""

from __future__ import annotations

from datetime import date

from portal.kernel.identity import Actor, Identity
from portal.services.audit import audit
from portal.services.privacy import export
from tests.factories.lending import Lending


def test_rows_of_the_party_and_what_they_name(lending: Lending) -> None:
    lending.person("P1", "Aino Ranta")
    lending.person("P2", "Eero Salo")
    lending.edition(1, "Talvi saaressa")
    lending.edition(2, "Toisen kirja")
    lending.claim("P1", 1, "author", 1)
    lending.claim("P2", 2, "author", 1)
    lending.loans("1,2022,100", "2,2022,900")
    lending.run("autumn", date(2023, 12, 5), date(2023, 11, 3))
    herself = Identity(Actor("Aino"), lending.ids["P1"])
    with lending.session() as session:
        audit.record(session, Identity(Actor("Eero"), lending.ids["P2"]), "language_chosen",
                     locale="fi")  # fmt: skip
        found = export.export(session, lending.data_dir, herself)
    tables = {table.name: table for table in found.tables}
    once = ("party", "claim", "edition", "work", "run", "run_line", "run_payee", "run_period",
            "payment", "ledger_transaction", "audit_event", "message")  # fmt: skip
    assert {name: len(tables[name].rows) for name in once} == dict.fromkeys(once, 1)
    assert set(tables) - set(once) == {"ledger_account", "ledger_entry"}
    assert found.name == "Aino Ranta"
    title = tables["edition"].columns.index("title")
    assert [row[title] for row in tables["edition"].rows] == ["Talvi saaressa"]
    line = dict(zip(tables["run_line"].columns, tables["run_line"].rows[0], strict=True))
    # 100 loans at 0.31 euro
    assert (line["loans"], line["amount_microcents"]) == (100, 3_100_000_000)
