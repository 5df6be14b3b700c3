"""Which loans are whose: tiers, evidence, loans without an ISBN and decisions on them."""
