"""What people can say: a module per noun, each of them known to the registry by being imported here."""

from handlers import (  # noqa: F401 - imported to be registered
    budgets,
    changes,
    edits,
    families,
    gifts,
    lists,
    occasions,
    people,
    pledges,
    rollover,
    secrets,
    status,
    welcome,
)
