"""One party's titles as they stand: entries, editions, loans; what rules and pages ask for."""
