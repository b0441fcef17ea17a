"""On which days the feasts fall that have no fixed date, or not the same one everywhere."""

from calendar import MONDAY, SUNDAY, THURSDAY, Calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import EASTER_ORTHODOX, easter

Rule = Callable[[int], date]


def fixed(month: int, day: int) -> Rule:
    """Answer the rule of a feast on the same day each year."""
    return lambda year: date(year, month, day)


def nth(number: int, weekday: int, month: int) -> Rule:
    """Answer the rule of a feast on a month's first, second … such weekday; -1 is the last."""

    def rule(year: int) -> date:
        days = [day for day in Calendar().itermonthdates(year, month) if (day.month, day.weekday()) == (month, weekday)]
        return days[number - 1 if number > 0 else number]

    return rule


def easter_sunday(year: int, territory: str | None) -> date:
    """Answer Easter Sunday as the churches of the territory count it."""
    return _EASTER.get(territory or "", easter)(year)


def christmas(year: int, territory: str | None) -> date:
    """Answer Christmas Day; in January where the churches keep the old calendar."""
    return _CHRISTMAS.get(territory or "", fixed(12, 25))(year)


def mothers_day(year: int, territory: str | None) -> date:
    """Answer Mother's Day, which nearly every country keeps on another day."""
    return _MOTHERS.get(territory or "", nth(2, SUNDAY, 5))(year)


def fathers_day(year: int, territory: str | None) -> date:
    """Answer Father's Day as the territory keeps it."""
    return _FATHERS.get(territory or "", nth(3, SUNDAY, 6))(year)


def saint_nicholas(year: int, territory: str | None) -> date:
    """Answer the day on which Saint Nicholas brings his gifts."""
    return {"NL": fixed(12, 5), "RU": fixed(12, 19), "RS": fixed(12, 19)}.get(territory or "", fixed(12, 6))(year)


def thanksgiving(year: int, territory: str | None) -> date:
    """Answer Thanksgiving: the Canadian one in October, else the one of the United States."""
    return (nth(2, MONDAY, 10) if territory == "CA" else nth(4, THURSDAY, 11))(year)


@lru_cache(maxsize=256)
def moon_feasts(country: str, name: str, year: int) -> tuple[date, ...]:
    """Answer the first days of a feast in a year, as the calendar of a country that keeps it has them."""
    from holidays import country_holidays  # noqa: PLC0415 - loads every country, and most families never ask

    calendar = country_holidays(country, years=year, language="en_US", categories=_CATEGORIES.get(country))
    days = {day for day, said in calendar.items() if name in _names(said)}
    # A feast that began in December goes on in January without beginning there.
    started = (day for day in days if day - timedelta(1) not in days)
    return tuple(sorted(day for day in started if not (name == "Hanukkah" and day.month == 1)))


def _names(said: str) -> set[str]:
    return {name.removesuffix(" (estimated)") for name in said.split("; ")}


def _after_easter(days: int) -> Rule:
    return lambda year: easter(year) + timedelta(days)


def _orthodox_easter(year: int) -> date:
    return easter(year, EASTER_ORTHODOX)


def _french_mothers_day(year: int) -> date:
    last_sunday = nth(-1, SUNDAY, 5)(year)
    return nth(1, SUNDAY, 6)(year) if last_sunday == easter(year) + timedelta(49) else last_sunday


def _by_territory(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    return {territory: rule for territories, rule in rules.items() for territory in territories.split()}


_CATEGORIES = {"IL": ("public", "school")}
_EASTER = _by_territory({"BG BY CY ER ET GE GR MD ME MK RO RS RU UA XK": _orthodox_easter})
_CHRISTMAS = _by_territory({"BY EG ER ET GE KZ MD ME MK RS RU": fixed(1, 7), "AM": fixed(1, 6)})
_MOTHERS = _by_territory(
    {
        "GB IE GG IM JE NG": _after_easter(-21),
        "AO CV ES HU LT MZ PT RO": nth(1, SUNDAY, 5),
        "FR GF GP MQ RE": _french_mothers_day,
        "DO DZ HT MA MG MU SE SN TN": nth(-1, SUNDAY, 5),
        "LU": nth(2, SUNDAY, 6),
        "NO": nth(2, SUNDAY, 2),
        "AR": nth(3, SUNDAY, 10),
        "RU": nth(-1, SUNDAY, 11),
        "AE BH EG IQ JO KW LB LY OM PS QA SA SD SY YE": fixed(3, 21),
        "AL BG": fixed(3, 8),
        "SI": fixed(3, 25),
        "AM": fixed(4, 7),
        "KR": fixed(5, 8),
        "GT MX SV": fixed(5, 10),
        "PY": fixed(5, 15),
        "PL": fixed(5, 26),
        "BO": fixed(5, 27),
        "NI": fixed(5, 30),
        "TH": fixed(8, 12),
        "CR": fixed(8, 15),
        "BY": fixed(10, 14),
        "PA": fixed(12, 8),
        "ID": fixed(12, 22),
    }
)
_FATHERS = _by_territory(
    {
        "BO ES HN HR IT LI PT": fixed(3, 19),
        "DE": _after_easter(39),
        "RO": nth(2, SUNDAY, 5),
        "KR": fixed(5, 8),
        "CH LT": nth(1, SUNDAY, 6),
        "AT BE": nth(2, SUNDAY, 6),
        "DK": fixed(6, 5),
        "AE BH EG JO KW LB SY": fixed(6, 21),
        "PL": fixed(6, 23),
        "TW": fixed(8, 8),
        "BR": nth(2, SUNDAY, 8),
        "AU FJ NZ PG": nth(1, SUNDAY, 9),
        "LV": nth(2, SUNDAY, 9),
        "LU": nth(1, SUNDAY, 10),
        "RU": nth(3, SUNDAY, 10),
        "EE FI IS NO SE": nth(2, SUNDAY, 11),
        "ID": fixed(11, 12),
        "TH": fixed(12, 5),
    }
)
