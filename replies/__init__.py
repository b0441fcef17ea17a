"""Facts in, words out: everything that the family reads is worded here."""
