"""Messages, receipts and letters: what is told to a party, and how it leaves the portal."""
