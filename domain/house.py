"""The house rules of one running bot: what its host decided for every family."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class House:
    """What new families begin with, who may start one (no owners: anybody), and how they are answered."""

    bot: str = ""
    currency: str = "USD"
    locale: str = "en_US"
    timezone: str = "UTC"
    owners: frozenset[int] = frozenset()
    ephemeral: bool = False
    """Whether a group shows for a moment, to the asker alone, what they are answered in private."""

    def welcomes(self, telegram_user_id: int) -> bool:
        """Tell whether this account may start a family."""
        return not self.owners or telegram_user_id in self.owners
