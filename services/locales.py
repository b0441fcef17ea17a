"""Which time zone, language or currency a family names in its settings."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from domain.names import name_key
from domain.refusals import BadCurrency, BadLanguage, BadTimezone
from services.currencies import code_of_sign, current_codes

_WRITTEN_AS = {"no": "nb"}  # Norwegian is written in one of two ways, this one by most


def known_zone(text: str) -> str:
    """Answer the IANA time zone of that name, whole or its city alone."""
    zones = _zones().get(_zone_key(text), ())
    if len(zones) != 1:
        raise BadTimezone(text)
    return zones[0]


def known_locale(text: str) -> str:
    """Answer the locale of a language code, in the country where most speak it when none is named."""
    code = text.strip().replace("-", "_")
    try:
        locale = Locale.parse(_WRITTEN_AS.get(code.lower(), code))
    except (ValueError, UnknownLocaleError):
        raise BadLanguage(text) from None
    if locale.territory:
        return str(locale)
    territory = get_global("likely_subtags").get(str(locale), "").rpartition("_")[2]
    return str(Locale.parse("_".join(filter(None, (locale.language, locale.script, territory)))))


def known_currency(text: str) -> str:
    """Answer the code of a currency in use, named by its code or its sign."""
    said = text.strip()
    code = code_of_sign(said) or said.upper()
    if code not in current_codes():
        raise BadCurrency(text)
    return code


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, tuple[str, ...]]:
    """Answer the time zones by their whole names and by their cities alone."""
    cities = defaultdict[str, set[str]](set)
    names = available_timezones() - {"Factory", "localtime"}
    placed = {zone for zone in names if "/" in zone}
    for zone in placed:
        if not zone.startswith("Etc/"):
            cities[_zone_key(zone.rpartition("/")[2])].add(zone)
    found: dict[str, tuple[str, ...]] = {_zone_key(zone): (zone,) for zone in names - placed}
    found |= {city: _one_place(zones) for city, zones in cities.items()}
    return found | {_zone_key(zone): (zone,) for zone in placed}


def _one_place(zones: set[str]) -> tuple[str, ...]:
    """Answer the zones without those that are another name of one among them."""
    aliases = get_global("zone_aliases")
    places = {aliases.get(zone, zone) for zone in zones}
    return tuple(sorted(places if places.issubset(zones) else zones))


def _zone_key(text: str) -> str:
    return name_key(text).replace(" ", "_")
