"""Records of bibliographies that are kept: who did what in an edition by them."""
