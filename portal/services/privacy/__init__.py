"""What is kept of a party, until when, and taking it away."""
