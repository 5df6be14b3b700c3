"""Files out: what the portal hands to other programs, made of plain values."""
