"""What people can say: a module per noun, each of them known to the registry by being imported here."""

from handlers import (  # noqa: F401 - imported to be registered
    budgets,
    edits,
    exposures,
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
from handlers import expenses, spendings  # noqa: F401 - likewise

# isort: split
from handlers import limits, reports  # noqa: F401 - likewise

# isort: split
from handlers import balances, categories, exports, imports, recurring  # noqa: F401 - likewise

# What concerns both stands last in help.
# isort: split
from handlers import alert_settings, alerts, changes, families, welcome  # noqa: F401 - likewise
