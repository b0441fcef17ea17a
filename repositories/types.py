"""Column types that mean the same on SQLite and on PostgreSQL."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, DateTime, Dialect, Integer, Numeric, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class Money(TypeDecorator[Decimal]):
    """Exact money: NUMERIC on PostgreSQL, whole minor units on SQLite."""

    impl = Numeric
    cache_ok = True

    def __init__(self, precision: int = 10, scale: int = 2) -> None:
        super().__init__(precision, scale)
        self.precision, self.scale = precision, scale
        self._unit = Decimal(1).scaleb(-scale)
        self._limit = Decimal(10) ** (precision - scale)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Store integers where the engine has no exact decimals."""
        return dialect.type_descriptor(
            BigInteger() if dialect.name == "sqlite" else Numeric(self.precision, self.scale)
        )

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Refuse what the column cannot hold exactly, rather than round it."""
        if value is None:
            return None
        number = Decimal(value)
        fits = number.is_finite() and abs(number) < self._limit
        if not fits or (exact := number.quantize(self._unit)) != number:
            message = f"{value} does not fit NUMERIC({self.precision},{self.scale})"
            raise ValueError(message)
        return int(exact.scaleb(self.scale)) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Give back a Decimal with the column's decimals."""
        if value is None:
            return None
        return Decimal(value).scaleb(-self.scale) if dialect.name == "sqlite" else Decimal(value)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: nobody knows what they mean."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"{value} has no time zone"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


Key = Uuid[Any]
Number = BigInteger().with_variant(Integer, "sqlite")
"""A key that the program gives itself, larger than those which a database counts."""
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class new_uuid(FunctionElement[Any]):  # noqa: N801 - reads as the SQL function it is
    """A random UUID made by the database, for rows made by hand."""

    type = Uuid()
    inherit_cache = True


class right_now(FunctionElement[Any]):  # noqa: N801 - reads as the SQL function it is
    """The present moment by the database's clock."""

    type = DateTime()
    inherit_cache = True


class json_list(FunctionElement[Any]):  # noqa: N801 - reads as the SQL function it is
    """A JSON array of its arguments."""

    type = JSON()
    inherit_cache = True


class json_rows(FunctionElement[Any]):  # noqa: N801 - reads as the SQL function it is
    """A JSON array of its argument over all rows."""

    type = JSON()
    inherit_cache = True


class as_json(FunctionElement[Any]):  # noqa: N801 - reads as the SQL function it is
    """A JSON column within JSON: SQLite would quote it as text."""

    type = JSON()
    inherit_cache = True


class json_holds(FunctionElement[Any]):  # noqa: N801 - reads as the SQL function it is
    """Whether a JSON array of numbers, its first argument, holds its second."""

    type = Boolean()
    inherit_cache = True


@compiles(json_holds, "sqlite")
def _holds_on_sqlite(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> str:
    array, number = (compiler.process(each, **kw) for each in element.clauses)
    return f"EXISTS (SELECT 1 FROM json_each({array}) WHERE value = {number})"  # noqa: S608 - of compiled parts


@compiles(json_holds, "postgresql")
def _holds_on_postgresql(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> str:
    array, number = (compiler.process(each, **kw) for each in element.clauses)
    return f"{array} @> to_jsonb({number})"


_SPELLING = {
    new_uuid: {"sqlite": "(lower(hex(randomblob(16))))", "postgresql": "gen_random_uuid()"},
    right_now: {"sqlite": "(strftime('%Y-%m-%d %H:%M:%f', 'now') || '000')", "postgresql": "now()"},
    json_list: {"sqlite": "json_array(%s)", "postgresql": "json_build_array(%s)"},
    as_json: {"sqlite": "json(%s)", "postgresql": "%s"},
    json_rows: {"sqlite": "json_group_array(%s)", "postgresql": "json_agg(%s)"},
}


def _spell(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> str:
    spelling = _SPELLING[type(element)][compiler.dialect.name]
    return spelling.replace("%s", compiler.process(element.clauses, **kw)) if "%s" in spelling else spelling


for _element in _SPELLING:
    compiles(_element, "sqlite", "postgresql")(_spell)


def plain_json(value: Any) -> str:
    """Write JSON as the database keeps it: compact, and with every letter readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
