"""Who is at the screen: sign-in, passkeys, devices, proofs, staff, rights as a table."""
