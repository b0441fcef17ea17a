"""The words for days and stretches of them, in English and in the family's language where it is one of these."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel import Locale

from domain.names import name_key
from domain.periods import Unit

_UNITS: Final[tuple[Unit, ...]] = ("day", "week", "month", "quarter", "year")
_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "on": "on",
        "today": "today",
        "yesterday": "yesterday",
        "this": "this current",
        "last": "last previous past",
        "since": "since",
        "between": "from between",
        "to": "to until till through and",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "quarter": "quarter quarters",
        "year": "year years",
    },
    "de": {
        "on": "am",
        "today": "heute",
        "yesterday": "gestern",
        "this": "diese dieser dieses diesen",
        "last": "letzte letzter letztes letzten vorige voriger voriges vorigen",
        "since": "seit ab",
        "between": "von vom zwischen",
        "to": "bis und",
        "day": "tag tage tagen",
        "week": "woche wochen",
        "month": "monat monate monaten",
        "quarter": "quartal quartale",
        "year": "jahr jahre jahren",
    },
    "fr": {
        "on": "le",
        "today": "aujourd'hui",
        "yesterday": "hier",
        "this": "ce cet cette",
        "last": "dernier dernière derniers dernières passé",
        "since": "depuis",
        "between": "du entre",
        "to": "à au et",
        "day": "jour jours",
        "week": "semaine semaines",
        "month": "mois",
        "quarter": "trimestre trimestres",
        "year": "an ans année années",
    },
    "es": {
        "on": "el",
        "today": "hoy",
        "yesterday": "ayer",
        "this": "este esta",
        "last": "pasado pasada último última últimos últimas",
        "since": "desde",
        "between": "del entre",
        "to": "a al hasta y",
        "day": "día días",
        "week": "semana semanas",
        "month": "mes meses",
        "quarter": "trimestre trimestres",
        "year": "año años",
    },
    "it": {
        "on": "il",
        "today": "oggi",
        "yesterday": "ieri",
        "this": "questo questa",
        "last": "scorso scorsa ultimo ultima ultimi ultime",
        "since": "da",
        "between": "dal tra",
        "to": "a al e",
        "day": "giorno giorni",
        "week": "settimana settimane",
        "month": "mese mesi",
        "quarter": "trimestre trimestri",
        "year": "anno anni",
    },
    "nl": {
        "on": "op",
        "today": "vandaag",
        "yesterday": "gisteren",
        "this": "deze dit",
        "last": "vorige afgelopen laatste",
        "since": "sinds vanaf",
        "between": "van tussen",
        "to": "tot en",
        "day": "dag dagen",
        "week": "week weken",
        "month": "maand maanden",
        "quarter": "kwartaal kwartalen",
        "year": "jaar jaren",
    },
    "pt": {
        "on": "na no em",
        "today": "hoje",
        "yesterday": "ontem",
        "this": "este esta",
        "last": "passado passada último última últimos últimas",
        "since": "desde",
        "between": "de entre",
        "to": "a até e",
        "day": "dia dias",
        "week": "semana semanas",
        "month": "mês meses",
        "quarter": "trimestre trimestres",
        "year": "ano anos",
    },
}
DASHES: Final = ("..", "…", "-", "\u2013", "\u2014")
"""What stands between two days, with or without spaces."""


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """The words of a language and of English, each by its key."""

    kinds: Mapping[str, frozenset[str]]
    units: Mapping[str, Unit]

    def means(self, word: str, kind: str) -> bool:
        """Tell whether a word is of a kind."""
        return name_key(word) in self.kinds[kind]

    def unit(self, word: str) -> Unit | None:
        """Find the unit that a word names."""
        return self.units.get(name_key(word))


@lru_cache(maxsize=64)
def period_words(locale: str) -> PeriodWords:
    """Give the words of a locale."""
    languages = [_WORDS["en"], _WORDS.get(Locale.parse(locale).language, {})]
    said = {kind: " ".join(words.get(kind, "") for words in languages).split() for kind in _WORDS["en"]}
    kinds = {kind: frozenset(map(name_key, words)) for kind, words in said.items()}
    return PeriodWords(kinds, {word: unit for unit in _UNITS for word in kinds[unit]})
