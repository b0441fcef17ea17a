"""The words of an expense: read back they mean what was meant, and whatever else is typed does no harm."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.expenses import DEFAULTS, MAX_DESCRIPTION, Category, PaymentMethod
from domain.names import name_key, split_words
from domain.refusals import Refusal
from handlers.reading.categories import by_name
from handlers.reading.expenses import lines_of, read_expense
from handlers.reading.prices import Ways
from handlers.reading.spent_on import find_named
from repositories.expenses import Expenses
from repositories.unit_of_work import UnitOfWork
from tests.chat import Town
from tests.databases import Databases

TODAY = date(2026, 11, 20)
CATEGORIES = [
    Category(UUID(int=at), one.name, name_key(one.name), [], None, one.color, one.icon, True, one.of_gifts)  # noqa: FBT003 - in their order
    for at, one in enumerate(DEFAULTS)
]
WAYS = Ways("en_US", "USD", TODAY, by_name(CATEGORIES))
PAID: dict[PaymentMethod, str] = {"cash": "in cash", "card": "credit card", "transfer": "transfer", "other": ""}
NOUNS = ["lunch", "at", "Rosa's", "with", "Zoë", "pizza", "for", "2", "bus", "café", "(big)", "&", "<b>"]
TELLING = [
    "on",
    "note",
    "split",
    "yesterday",
    "3 May",
    "by card",
    "#tag",
    "food",
    "12.50",
    "-5",
    "1.234",
    "30 Feb",
    "0",
]

cents = st.integers(1, 9_999_999_999).map(lambda number: Decimal(number).scaleb(-2))
days = st.integers(0, 4000).map(lambda ago: TODAY - timedelta(ago))
described = st.lists(st.sampled_from(NOUNS), max_size=5).map(lambda nouns: " ".join(["tea", *nouns, "cup"]))
quoted = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="\"“”„«»'‘’‚-–—,;:"), min_size=1).map(
    lambda text: text[:MAX_DESCRIPTION]
)


@dataclass(frozen=True)
class Meant:
    """An expense that somebody has in mind."""

    amount: Decimal
    category: str
    description: str
    day: date
    tags: tuple[str, ...]
    payment: PaymentMethod


meant = st.builds(
    Meant,
    cents,
    st.sampled_from([one.name for one in CATEGORIES]),
    described,
    days,
    st.lists(st.sampled_from(["school", "büro", "x-1"]), unique=True, max_size=2).map(tuple),
    st.sampled_from(list(PAID)),
)


def understood(text: str) -> Meant:
    """What is understood of a line."""
    told = read_expense(split_words(text), WAYS)
    places = [(start, find_named(told.words[start:], WAYS.known)) for start in (0, told.at)]
    start, (category, used) = next((start, found) for start, found in places if found)
    day = told.day or TODAY
    return Meant(told.amount, category.name, told.description(start, used), day, told.tags, told.payment)


@given(told=meant, way=st.integers(0, 3), wide=st.booleans())
def test_what_was_meant_is_understood_in_any_order(told: Meant, way: int, *, wide: bool) -> None:
    tags, paid = [f"#{tag.upper()}" for tag in told.tags], PAID[told.payment]
    day = (told.day.isoformat(), f"on {told.day:%d %B %Y}")[wide]
    orders: Sequence[Sequence[str]] = (
        (f"${told.amount:,}", told.category, told.description, day, *tags, paid),
        (told.category.upper(), str(told.amount), told.description, paid, *tags, day),
        (*tags, day, told.category, told.description, str(told.amount), paid),
        (f"{told.amount} USD", *tags, "for", told.category, day, told.description, paid),
    )

    assert understood("  ".join(orders[way])) == told


@given(text=quoted)
def test_what_stands_in_quotes_only_describes(text: str) -> None:
    assert understood(f'5 food "{text}"').description == text


@given(text=st.text(max_size=80) | st.lists(st.sampled_from([*NOUNS, *TELLING])).map(" ".join))
def test_whatever_is_typed_is_refused_or_an_expense_of_the_past(text: str) -> None:
    for words in lines_of(text):
        try:
            told = read_expense(words, WAYS)
            description = told.description()
        except Refusal:
            continue
        assert told.amount > 0
        assert (told.day or TODAY) <= TODAY
        assert len(description) <= MAX_DESCRIPTION
        assert {word.text for word in told.words} <= {word.text for word in words}


async def count(uow: UnitOfWork) -> int:
    uow.family_id = 1
    return len(await uow.expenses.all(Expenses.select))


async def says_back(url: str, told: Sequence[Meant], typed: Sequence[str]) -> None:
    """Type what was confirmed once more, and anything else between."""
    async with Town(url).open() as town:
        ann = town.private("Ann")
        await ann.says("/start")
        await town.group("Our family", "Ann").says("/iam ann")
        for number, (one, noise) in enumerate(zip(told, typed, strict=True), 1):
            said = f"{one.category} {one.amount} {one.description} {one.day} {PAID[one.payment]} #{' #'.join(one.tags)}"
            confirmed = await ann.says(f"/spend {said}")
            again = await ann.says(f"/spend {' '.join(confirmed.partition(' ')[2].split(' · '))}")
            answer = await ann.says(f"/spend {noise}")

            assert again == confirmed
            assert answer
            if answer.startswith(tuple(one.icon for one in DEFAULTS)):
                await ann.says("/undo")
            assert await town.bot.ledger.enter(count) == 2 * number


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(meant, min_size=3, max_size=3), typed=st.lists(st.text(max_size=60), min_size=3, max_size=3))
def test_what_is_confirmed_can_be_typed_again(sqlite: Databases, told: list[Meant], typed: list[str]) -> None:
    with sqlite.migrated() as url:
        asyncio.run(says_back(url, told, typed))
