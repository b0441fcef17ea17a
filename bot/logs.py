"""What the host reads: log lines that tell what happened, and nothing of what families say.

The text of an exception is left out on purpose. It may quote what somebody typed, a row of the database, or the address
of a request with the token in it; so a line has the exception's type and where it was raised, without the values there.
For the same reason the lines of libraries stand without the values that they fill in.
"""

import errno
import logging
import re
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TextIO
from uuid import UUID

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import ExcInfo, Processor, WrappedLogger

Event = MutableMapping[str, Any]

HIDDEN = "[token]"
NAME = "nestegg"
HOME = Path(__file__).resolve().parent.parent
OURS = {"bot", "handlers", "services", "replies", "repositories", "domain"}
CHAIN = 4
"""How many exceptions that led to each other are told at most."""
_TOKEN = re.compile(r"\d{3,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")


def configure(
    form: Literal["json", "console"] = "console", level: str = "info", token: str = "", stream: TextIO | None = None
) -> None:
    """Have log lines written to a stream, standard error by default; the libraries' own from warnings on."""
    out = sys.stderr if stream is None else stream
    handler = logging.StreamHandler(out)
    handler.setFormatter(_formatter(_renderer(form, colors=out.isatty()), token))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(NAME).setLevel(level.upper())
    # What cannot be written is not told to standard error together with its values.
    logging.raiseExceptions = False
    structlog.configure(
        processors=[ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: logging.getLogger(NAME),
        cache_logger_on_first_use=False,
    )


def _formatter(renderer: Processor, token: str) -> ProcessorFormatter:
    return ProcessorFormatter(
        foreign_pre_chain=[_template_only],
        processors=[
            _name_level,
            ProcessorFormatter.remove_processors_meta,
            structlog.contextvars.merge_contextvars,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(where),
            _Discretion(token),
            renderer,
        ],
        use_get_message=False,
        keep_exc_info=False,
        keep_stack_info=False,
    )


def _renderer(form: str, *, colors: bool) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)


def _template_only(_logger: WrappedLogger, _method: str, event: Event) -> Event:
    """Keep the first line of what a library says, without its values."""
    said = str(event["_record"].msg).strip().splitlines()
    event["event"], event["logger"] = said[0] if said else "", event["_record"].name
    return event


def _name_level(_logger: WrappedLogger, _method: str, event: Event) -> Event:
    event["level"] = event["_record"].levelname.lower()
    return event


class _Discretion:
    """Hides tokens wherever they stand, and all but plain values: how an object shows itself is not known here."""

    def __init__(self, token: str) -> None:
        own = [re.escape(form) for form in (token, token.replace(":", "%3A")) if form]
        self._tokens = re.compile("|".join([*own, _TOKEN.pattern]))

    def __call__(self, _logger: WrappedLogger, _method: str, event: Event) -> Event:
        return {self._text(key): self._plain(value) for key, value in event.items()}

    def _plain(self, value: Any) -> Any:  # noqa: ANN401 - an event holds anything
        match value:
            case None | bool() | int() | float():
                return value
            case str():
                return self._text(value)
            case dict():
                return {self._text(str(key)): self._plain(each) for key, each in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._plain(each) for each in value]
            case UUID() | datetime() | date():
                return str(value)
        return type(value).__name__

    def _text(self, text: str) -> str:
        return self._tokens.sub(HIDDEN, text)


def where(exc_info: ExcInfo) -> str:
    """Tell an exception's type and where it was raised, and what led to it, but not what it says."""
    chain = _chain(exc_info[1])
    return "\n  which led to\n".join("\n".join(_lines(problem)) for problem in chain)


def _chain(problem: BaseException) -> list[BaseException]:
    """Follow an exception back to what it came from, so far as it helps, and list the earliest first."""
    chain = [problem]
    while len(chain) < CHAIN:
        last = chain[-1]
        before = last.__cause__ or (None if last.__suppress_context__ else last.__context__)
        if before is None or before in chain:
            break
        chain.append(before)
    return chain[::-1]


def _lines(problem: BaseException) -> Iterable[str]:
    frames = traceback.extract_tb(problem.__traceback__)
    for number, frame in enumerate(frames, start=1):
        path = Path(frame.filename)
        ours = path.is_relative_to(HOME) and path.relative_to(HOME).parts[0] in OURS
        # Of the libraries in between only the innermost place helps.
        if ours or number == len(frames):
            yield f"  {path.relative_to(HOME) if ours else path}:{frame.lineno} in {frame.name}: {frame.line}"
    yield _label(problem)
    if isinstance(problem, BaseExceptionGroup):
        for number, part in enumerate(problem.exceptions, start=1):
            yield f"  part {number}"
            yield from _lines(part)


def _label(problem: BaseException) -> str:
    """Name an exception's type, with the engine's or the system's code for it."""
    number = errno.errorcode.get(problem.errno or 0) if isinstance(problem, OSError) else None
    codes = [number, getattr(problem, "sqlite_errorname", None), getattr(problem, "sqlstate", None)]
    known = next((code for code in codes if isinstance(code, str)), None)
    name = f"{type(problem).__module__}.{type(problem).__qualname__}".removeprefix("builtins.")
    return f"{name} ({known})" if known else name
