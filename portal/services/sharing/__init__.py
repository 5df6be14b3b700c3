"""Works with several people: who shares, invitations, disagreements and disputes."""
