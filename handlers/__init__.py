"""What people can say: a module per noun, each of them known to the registry by being imported here."""

from handlers import (  # noqa: F401 - imported to be registered
    budgets,
    changes,
    edits,
    exposures,
    families,
    gifts,
    lists,
    occasions,
    people,
    pledges,
    reveals,
    rollover,
    secrets,
    status,
    wishes,
)

# Everyday money comes behind gifts in help, and what is done with it behind what is said every day.
# isort: split
from handlers import expenses, limits, reports, spendings  # noqa: F401 - likewise

# isort: split
from handlers import balances, categories, exports, imports, recurring  # noqa: F401 - likewise

# What comes now stands last in help.
# isort: split
from handlers import alert_settings, alerts, welcome  # noqa: F401 - likewise
