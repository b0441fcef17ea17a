"""How a transaction can fail, said without the library's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError


class Conflict(Exception):  # noqa: N818 - the work is to be done again, nothing is wrong with it
    """Another transaction came first: the same work may well succeed now."""


class Unavailable(Exception):  # noqa: N818 - the work is to be done later, nothing is wrong with it
    """The database cannot be reached, or cannot write."""


def failure(problem: DBAPIError) -> Exception:
    """Tell an absent database from a conflict; a fault of the statement itself looks like a conflict that stays."""
    absent = isinstance(problem, OperationalError | InterfaceError) or problem.connection_invalidated
    return Unavailable() if absent and not isinstance(problem, IntegrityError) else Conflict()


@contextmanager
def translated() -> Iterator[None]:
    """Say in these words how a transaction failed to begin or to end."""
    try:
        yield
    except DBAPIError as problem:
        raise failure(problem) from problem
    except OSError as problem:
        raise Unavailable from problem
