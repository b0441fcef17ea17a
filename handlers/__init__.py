"""What people can say: a module per noun, each of them known to the registry by being imported here."""

from handlers import budgets, changes, families, gifts, occasions, people, rollover, status, welcome  # noqa: F401 - imported to be registered
