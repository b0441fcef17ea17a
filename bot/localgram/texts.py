"""Texts as Telegram reads them: HTML into entities, commands and mentions found, lengths in UTF-16 units."""

import html
import re
from dataclasses import dataclass, field
from typing import NoReturn

from bot.localgram.wire import Json, bad

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024
TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler", "tg-spoiler": "spoiler",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
_MARKUP = re.compile(
    r"</(?P<end>[a-z0-9-]+)\s*>"
    r"|<(?P<start>[a-z0-9-]+)(?P<attributes>(?:\s[^<>]*)?)>"
    r"|&(?P<entity>lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-f]{1,6});"
    r"|(?P<stray>[<&])",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?""", re.IGNORECASE)
_SPOKEN = re.compile(
    r"(?<![\w/@])(?:(?P<bot_command>/\w{1,64}(?:@\w{3,32})?)|(?P<mention>@[a-z]\w{3,31}))(?![\w/@])",
    re.ASCII | re.IGNORECASE,
)


def utf16_length(text: str) -> int:
    """Return the length Telegram counts: UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def spoken_entities(text: str) -> list[Json]:
    """Return the commands and mentions that Telegram marks in what a person wrote."""
    return [
        {"type": found.lastgroup, "offset": utf16_length(text[: found.start()]), "length": utf16_length(found[0])}
        for found in _SPOKEN.finditer(text)
    ]


def sent_text(source: str, parse_mode: str, limit: int) -> tuple[str, list[Json]]:
    """Return what a bot's text shows and its entities; refuse what Telegram refuses."""
    if parse_mode.upper() not in {"", "HTML"}:
        raise bad("unsupported parse_mode")
    plain, entities = parse_html(source) if parse_mode else (source, [])
    shown = plain.strip()
    if len(shown) > limit:
        raise bad("message is too long" if limit == TEXT_LIMIT else "message caption is too long")
    if entities and len(shown) != len(plain):
        entities = _clipped(entities, utf16_length(plain[: len(plain) - len(plain.lstrip())]), utf16_length(shown))
    return shown, entities


def _clipped(entities: list[Json], lead: int, length: int) -> list[Json]:
    spans = [
        (entity, max(entity["offset"] - lead, 0), min(entity["offset"] - lead + entity["length"], length))
        for entity in entities
    ]
    return [{**entity, "offset": start, "length": end - start} for entity, start, end in spans if start < end]


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the plain text and the entities of Telegram's HTML; an ampersand must be escaped as its manual asks."""
    if "<" not in source and "&" not in source:
        return source, []
    reader, position = _Reader(source), 0
    for found in _MARKUP.finditer(source):
        reader.read(source[position : found.start()])
        reader.mark(found)
        position = found.end()
    reader.read(source[position:])
    return reader.finish()


@dataclass
class _Reader:
    source: str
    plain: list[str] = field(default_factory=list)
    length: int = 0
    begun: list[tuple[str, int, Json]] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def read(self, text: str) -> None:
        self.plain.append(text)
        self.length += utf16_length(text)

    def mark(self, found: re.Match[str]) -> None:
        if found["entity"]:
            self.read(html.unescape(found[0]))
        elif found["start"]:
            self.begin(found["start"].lower(), found["attributes"], found.start())
        elif found["end"]:
            self.end(found["end"].lower(), found.start())
        else:
            self.refuse("Unclosed start tag" if found[0] == "<" else 'Unescaped "&"', found.start())

    def begin(self, tag: str, attributes: str, position: int) -> None:
        given = {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(attributes)}
        if tag not in TAGS:
            self.refuse(f'Unsupported start tag "{tag}"', position)
        if tag == "span" and given.get("class") != "tg-spoiler":
            self.refuse('Tag "span" must have class "tg-spoiler"', position)
        facts = {"custom_emoji_id": given.get("emoji-id")} if tag == "tg-emoji" else _link(given.get("href", ""))
        self.begun.append((tag, self.length, {**facts} if tag in {"a", "tg-emoji"} else {}))

    def end(self, tag: str, position: int) -> None:
        if not self.begun:
            self.refuse("Unexpected end tag", position)
        expected, offset, facts = self.begun.pop()
        if tag != expected:
            self.refuse(f'Unmatched end tag, expected "</{expected}>", found "</{tag}>"', position)
        if self.length > offset:
            span = {"type": TAGS[tag], "offset": offset, "length": self.length - offset}
            self.entities.append({**span, **facts})

    def refuse(self, what: str, position: int) -> NoReturn:
        raise bad(f"can't parse entities: {what} at byte offset {len(self.source[:position].encode())}")

    def finish(self) -> tuple[str, list[Json]]:
        if self.begun:
            raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{self.begun[-1][0]}\"")
        return "".join(self.plain), sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _link(address: str) -> Json:
    person = re.fullmatch(r"tg://user\?id=(\d+)", address)
    return {"type": "text_mention", "user": {"id": int(person[1])}} if person else {"url": address}
