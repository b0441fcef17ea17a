"""How a transaction can fail, said without the library's words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError


class Conflict(Exception):  # noqa: N818 - the work is to be done again, nothing is wrong with it
    """Another transaction came first: the same work may well succeed now."""


class Unavailable(Exception):  # noqa: N818 - the work is to be done later, nothing is wrong with it
    """The database cannot be reached, or cannot write."""


_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}
_PRIMARY = 0xFF
"""The part of an error code of SQLite's that tells the kind of the error."""


def failure(problem: DBAPIError) -> Exception:
    """Tell an absent database from a conflict; a fault of the statement itself looks like a conflict that stays."""
    code = getattr(problem.orig, "sqlite_errorcode", None)
    if code is not None:
        return Unavailable() if code & _PRIMARY in _AWAY else Conflict()
    absent = isinstance(problem, OperationalError | InterfaceError) or problem.connection_invalidated
    return Unavailable() if absent else Conflict()


@contextmanager
def translated() -> Iterator[None]:
    """Say in these words how a transaction failed to begin or to end."""
    try:
        yield
    except DBAPIError as problem:
        raise failure(problem) from problem
    except OSError as problem:
        raise Unavailable from problem
    except Exception as problem:
        # While connecting, PostgreSQL's driver speaks for itself.
        if type(problem).__module__.startswith("asyncpg."):
            raise Unavailable from problem
        raise
