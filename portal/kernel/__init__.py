"""Values and verbs without input or output: what every other floor is made of."""
