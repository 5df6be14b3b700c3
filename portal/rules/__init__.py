"""What the law and the societies decided: pure functions of facts, parameters and a day."""
