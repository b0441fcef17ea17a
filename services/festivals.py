"""The occasions everyone knows, in the words people use for them, with their days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from domain.names import name_key
from services import feast_days
from services.feast_days import Rule, fixed, moon_feasts


@dataclass(frozen=True, slots=True)
class Festival:
    """An occasion known without being told; the aliases are its other names."""

    key: str
    name: str
    emoji: str
    aliases: tuple[str, ...] = ()


FESTIVALS = (
    Festival("new-year", "New Year", "🎆", ("new year's", "new year's day", "neujahr", "nouvel an", "año nuevo")),
    Festival("three-kings", "Three Kings' Day", "👑", ("epiphany", "three kings", "reyes", "día de reyes")),
    Festival("lunar-new-year", "Lunar New Year", "🧧", ("chinese new year", "spring festival", "tet", "seollal")),
    Festival("valentines-day", "Valentine's Day", "💝", ("valentine's", "valentine", "valentine day", "valentinstag")),
    Festival("womens-day", "Women's Day", "🌷", ("international women's day", "8 march", "frauentag")),
    Festival("nowruz", "Nowruz", "🌱", ("norouz", "nauruz", "persian new year")),
    Festival("passover", "Passover", "🍷", ("pesach", "pessach")),
    Festival("easter", "Easter", "🐣", ("easter sunday", "ostern", "pâques", "pascua", "pasqua", "páscoa", "pasen")),
    Festival("eid-al-fitr", "Eid al-Fitr", "🌙", ("eid", "eid ul fitr", "eid al fitr", "bayram", "zuckerfest")),
    Festival("eid-al-adha", "Eid al-Adha", "🐑", ("eid ul adha", "eid al adha", "bakrid", "kurban bayramı")),
    Festival("mothers-day", "Mother's Day", "💐", ("mother day", "mothering sunday", "muttertag", "fête des mères")),
    Festival("fathers-day", "Father's Day", "👔", ("father day", "vatertag", "fête des pères", "día del padre")),
    Festival("halloween", "Halloween", "🎃", ("hallowe'en",)),
    Festival("diwali", "Diwali", "🪔", ("deepavali", "divali")),
    Festival("thanksgiving", "Thanksgiving", "🦃", ("thanksgiving day",)),
    Festival("hanukkah", "Hanukkah", "🕎", ("chanukah", "hanukah", "chanukka")),
    Festival("saint-nicholas", "St Nicholas", "🎅", ("saint nicholas", "st. nicholas", "nikolaus", "sinterklaas")),
    Festival("christmas-eve", "Christmas Eve", "🌟", ("xmas eve", "nochebuena", "heiligabend")),
    Festival("christmas", "Christmas", "🎄", ("xmas", "x-mas", "weihnachten", "noël", "navidad", "natale", "natal")),
    Festival("new-years-eve", "New Year's Eve", "🥂", ("nye", "new years eve", "silvester", "nochevieja")),
)

_EVERYWHERE: Mapping[str, Rule] = {
    "new-year": fixed(1, 1),
    "three-kings": fixed(1, 6),
    "valentines-day": fixed(2, 14),
    "womens-day": fixed(3, 8),
    "halloween": fixed(10, 31),
    "christmas-eve": fixed(12, 24),
    "new-years-eve": fixed(12, 31),
}
_BY_TERRITORY: Mapping[str, Callable[[int, str | None], date]] = {
    "easter": feast_days.easter_sunday,
    "mothers-day": feast_days.mothers_day,
    "fathers-day": feast_days.fathers_day,
    "thanksgiving": feast_days.thanksgiving,
    "saint-nicholas": feast_days.saint_nicholas,
    "christmas": feast_days.christmas,
}
_BY_MOON = {
    "lunar-new-year": ("CN", "Chinese New Year (Spring Festival)"),
    "nowruz": ("IR", "Nowruz"),
    "passover": ("IL", "Pesach"),
    "eid-al-fitr": ("TR", "Eid al-Fitr"),
    "eid-al-adha": ("TR", "Eid al-Adha"),
    "diwali": ("MU", "Diwali"),  # on India's days, among its public holidays
    "hanukkah": ("IL", "Hanukkah"),
}


@lru_cache(maxsize=1)
def festival_names() -> Mapping[str, Festival]:
    """Answer the festivals by every name they go by, with and without apostrophes."""
    names: dict[str, Festival] = {}
    for festival in FESTIVALS:
        for name in (festival.name, festival.key.replace("-", " "), *festival.aliases):
            names |= dict.fromkeys((name_key(name), name_key(name).replace("'", "")), festival)
    return names


@cache
def names_of(key: str) -> tuple[str, ...]:
    """List all that a festival is called."""
    return tuple(name for name, festival in festival_names().items() if festival.key == key)


def festival_date(key: str, year: int, territory: str | None) -> date | None:
    """Answer the day of a festival in a year; a feast that begins at sundown is dated by the day that follows."""
    return next(iter(_days(key, year, territory)), None)


def next_festival(key: str, today: date, territory: str | None) -> date:
    """Answer the next day of a festival; today counts."""
    for year in (today.year, today.year + 1):
        for day in _days(key, year, territory):
            if day >= today:
                return day
    raise LookupError(key)


@lru_cache(maxsize=1024)
def _days(key: str, year: int, territory: str | None) -> tuple[date, ...]:
    if key in _BY_MOON:
        return moon_feasts(*_BY_MOON[key], year)
    if key in _BY_TERRITORY:
        return (_BY_TERRITORY[key](year, territory),)
    return (_EVERYWHERE[key](year),)
