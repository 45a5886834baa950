"""Clauses that no test can notice the loss of, each with the reason. At most a handful."""

KNOWN: dict[str, str] = {}
