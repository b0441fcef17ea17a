"""The rules of the house: plain values and pure functions, on the standard library alone."""
