"""How a chat looks in a terminal."""

import os
import textwrap
from collections.abc import Iterable
from pathlib import Path

from bot.demo.town import Town, labels
from bot.localgram.wire import Json

BOT = "Nestegg"
STYLES = {"bold": "1", "italic": "3", "underline": "4", "strikethrough": "9", "code": "36", "pre": "36"}
BUTTONS, QUIET = "36", "2"
MARGIN = "  "


class Display:
    """Turns what happened into lines; colours only where somebody looks."""

    def __init__(self, town: Town, pictures: Path, *, colours: bool) -> None:
        self._town = town
        self._pictures = pictures
        self._colours = colours and "NO_COLOR" not in os.environ

    def lines(self, event: str, body: Json) -> list[str]:
        """Show one thing that the bot did."""
        if event == "toast":
            return [self._styled(f"· {body['text']}", QUIET)]
        if event == "deleted":
            words = body.get("text") or body.get("caption") or "…"
            return [self._styled(f"{BOT} removes from {self._chat(body)}: {words}", QUIET)]
        said = [*self._said(body), *(MARGIN + self._styled(row, BUTTONS) for row in labels(body))]
        said[0] = f"{self._speaker(body, edited=event == 'edited')}: {said[0]}"
        return [*said, *self._awaited(body)]

    def quiet(self, text: str) -> str:
        """Show what is said beside the chat."""
        return self._styled(text, QUIET)

    def _speaker(self, body: Json, *, edited: bool) -> str:
        chat = body["chat"]
        where = f" > {chat['first_name']}" if chat["type"] == "private" else ""
        if chat["type"] != "private" and chat["id"] != self._town.group:
            where = f" in {chat['title']}"
        return self._styled(f"{BOT}{where}", "1") + (" (edited)" if edited else "")

    def _chat(self, body: Json) -> str:
        return str(body["chat"].get("title") or body["chat"]["first_name"])

    def _said(self, body: Json) -> list[str]:
        if "photo" in body:
            caption = self._marked_up(body.get("caption", ""), body.get("caption_entities", []))
            shown = f"[picture: {self._saved(body['photo'][-1]['file_id'])}]\n{caption}"
        elif "document" in body:
            caption = self._marked_up(body.get("caption", ""), body.get("caption_entities", []))
            shown = f"[file: {self._kept(body['document'])}]\n{caption}"
        else:
            shown = self._marked_up(body["text"], body.get("entities", []))
        return textwrap.indent(shown.rstrip(), MARGIN)[len(MARGIN) :].splitlines()

    def _saved(self, file_id: str) -> Path:
        self._pictures.mkdir(parents=True, exist_ok=True)
        path = self._pictures / f"picture-{len(list(self._pictures.glob('picture-*'))) + 1}.png"
        path.write_bytes(self._town.files[file_id])
        return path

    def _kept(self, document: Json) -> Path:
        """Save a file under its own name; one that is there already is an earlier one of that name."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        name = Path(document.get("file_name") or "file").name
        path = self._pictures / name
        path.write_bytes(self._town.files[document["file_id"]])
        return path

    def _awaited(self, body: Json) -> list[str]:
        chat = self._town.chats[body["chat"]["id"]]
        post = chat.posts.get(body["message_id"])
        if post is None or not post.markup.get("force_reply"):
            return []
        asked = post.markup.get("input_field_placeholder") or "your reply"
        return [MARGIN + self._styled(f"(waits for a reply: {asked})", QUIET)]

    def _marked_up(self, text: str, entities: Iterable[Json]) -> str:
        """Put the terminal's codes where Telegram's entities are, which count in UTF-16 units."""
        wide = text.encode("utf-16-le")
        marks: list[tuple[int, str]] = []
        for entity in entities:
            begin, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
            if entity["type"] == "text_link":
                marks.append((end, f" ({entity['url']})"))
            elif self._colours and entity["type"] in STYLES:
                marks += [(begin, f"\033[{STYLES[entity['type']]}m"), (end, "\033[0m")]
        for place, mark in sorted(marks, key=lambda one: one[0], reverse=True):
            wide = wide[:place] + mark.encode("utf-16-le") + wide[place:]
        return wide.decode("utf-16-le")

    def _styled(self, text: str, style: str) -> str:
        return f"\033[{style}m{text}\033[0m" if self._colours else text
