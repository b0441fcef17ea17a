"""What people can say: a module per noun, each of them known to the registry by being imported here."""

from handlers import (  # noqa: F401 - imported to be registered
    budgets,
    changes,
    edits,
    expenses,
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

# What comes now stands last in help.
# isort: split
from handlers import alert_settings, alerts, welcome  # noqa: F401 - likewise
