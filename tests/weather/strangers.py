"""People who say and press whatever can be said and pressed, at random."""

import random
from dataclasses import dataclass, field
from typing import Any

from bot.localgram import LocalTelegram
from bot.localgram.chats import Chat
from bot.localgram.world import Tap
from handlers.registry import COMMANDS, PRESSES
from tests.weather.kinds import CAPTIONED, CHANNEL, OTHER, SERVICE, USER, WORDLESS, Json
from tests.weather.tables import KINDS, NAMES, table

LIMIT = 4096
BOT = "nestegg_bot"
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
TELEGRAM: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
OTHER_BOT: Json = {"id": 4242, "is_bot": True, "first_name": "Other", "username": "other_bot"}

SCRIPTS = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x5FF), (0x600, 0x6FF), (0x900, 0x97F),
    (0xE00, 0xE7F), (0x10A0, 0x10FF), (0x1100, 0x11FF), (0x3040, 0x30FF), (0x4E00, 0x4FFF), (0xAC00, 0xACFF),
    (0x1F300, 0x1F6FF), (0x1D400, 0x1D7FF), (0x20000, 0x200FF), (0xE0000, 0xE007F), (0xE000, 0xE0FF),
)  # fmt: skip
ODD = (
    "".join(map(chr, range(0x20))) + "\x7f\x80\x9f",
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u115f\u3164",
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
    "\u0300\u0301\u0327\u0338\u20dd\u20e3\u0e31\u0e34\u1ab0",
    "\ud800\udbff\udc00\udfff\ud83c\uddee",
    "\u2028\u2029\x85\x0b\x0c\x1c\xa0\u3000",
    "\ufffe\uffff\U0010ffff\ufdd0",
    "<b></b>&amp;&lt;<a href=''>\"'`*_[]()~>#+-=|{}.!\\%s{0}${x};--",
)
_SPOKEN = (
    "mom dad ben me everybody Mom, mom,dad mom,,dad ,mom mom; christmas easter birthday xmas "
    "christmas2027 2026-13-45 12 June 29 February 31.02. 0 -0 -5 00 1e9 1e999 NaN inf 100 99.50 99,50 "
    "1.200,50 1,200.50 $100 100€ USD 100.005 12345678 123456789012345678901234567890 ٣٤ １００ 𝟙𝟘 ½ none "
    "offline online alias birthday by at now note 3x 0x 999x -1x scarf a b https://example.org/ http://[ "
    "javascript:alert(1) / // /undo @ @ann @nestegg_bot # \" ' ` “mom” 'x y' text yearly budget currency "
    "EUR QQQ timezone Europe/Berlin Mars/Base language de_DE zz_ZZ name hush JOIN start "
    "food gifts all transport lunch dinner #school #a#b ## #ff0000 card cash split anna,ben ann 1/3 ann=1e999 ann,ann "
    "yesterday tomorrow 99.99.9999 2026-10 2026-00 1.10.-15.10. 31.-1. last month 9999 over weekly daily yearly from "
    "until until 9999-12-31 every 1st 31st 32nd monday pause skip end rename color icon 🍔 merge into remove to 9.99 "
    "0.004 99999999999 =SUM(A1) -12.50 12.50.10 12..5 1,2,3 €-5 12€50 5k"
)
WORDS = _SPOKEN.split()
SPENT = ("12.50 lunch", "food 12,50", "lunch 12.50 #school card", "60 dinner split ann,ben", "12.50", "yesterday 5 bus")
"""What is an expense without a command, too."""


@dataclass
class Strangers:
    """Whoever speaks in a town's chats; all they do comes from one seed."""

    local: LocalTelegram
    random: random.Random
    chats: list[int]
    commands: list[tuple[int, int]] = field(default_factory=list)
    """The chat and the number of every message that the bot has to answer."""
    taps: list[str] = field(default_factory=list)
    """The presses that the bot has to answer."""

    def update(self) -> Json:
        """Do something, and return the update that comes of it, still without a number."""
        acts = (
            *(self.command, self.words, self.press, self.wordless, self.edit, self.service, self.other, self.status),
            *(self.spending, self.document),
        )
        return self.random.choices(acts, (40, 12, 18, 4, 8, 3, 3, 3, 5, 4))[0]()

    # --- what they say

    def command(self) -> Json:
        """Give a command, with arguments that fit or do not."""
        return self._said(self._command(), obliged=True)

    def words(self) -> Json:
        """Say something that is no command, or only looks like one."""
        return self._said(self._text())

    def spending(self) -> Json:
        """Tell of expenses, a line for each, by a command or without."""
        chance = self.random
        lines = [chance.choice((*SPENT, self._arguments("spend"), self._text(30))) for _ in range(chance.randint(1, 4))]
        begun = chance.choice(("", "/spend ", "/spend\n"))
        return self._said((begun + "\n".join(lines))[:LIMIT], obliged=bool(begun))

    def document(self) -> Json:
        """Send a file with a command below it, with words, or with nothing; what it says it is may not be so."""
        chance, content = self.random, table(self.random)
        file_id = f"strange-{next(self.local.file_ids)}"
        told: Json = {"file_id": file_id, "file_unique_id": file_id}
        if chance.random() < 0.95:
            self.local.files[file_id] = content
        if name := chance.choice(NAMES):
            told["file_name"] = name
        if chance.random() < 0.8:
            told["file_size"] = chance.choice((len(content), len(content), len(content), 0, 2**40))
        if chance.random() < 0.8:
            told["mime_type"] = chance.choice(KINDS)
        caption = chance.choice(("/import", "/import", "/import@nestegg_bot", "", self._command(), self._text(1024)))
        obliged = caption.startswith("/import")
        return self._message(self._chat(), {"document": told, "caption": caption[:1024]}, obliged=obliged)

    def wordless(self) -> Json:
        """Send what has no words, or hardly any."""
        return self._message(self._chat(), dict(self.random.choice((*WORDLESS, *CAPTIONED))))

    def service(self) -> Json:
        """Let Telegram itself say something."""
        return self._message(self._chat(), dict(self.random.choice(SERVICE)))

    def other(self) -> Json:
        """Let something come that is not meant for the bot at all."""
        return dict(self.random.choice(OTHER))

    def status(self) -> Json:
        """Change what somebody, or the bot, is in a chat."""
        chat, chance = self._chat(), self.random
        who = self.local.bot if chance.random() < 0.3 else self.local.users[self._person(chat)]
        whole = {"until_date": 0, "is_member": chance.random() < 0.5, "is_anonymous": False, "can_be_edited": False}
        may = "send_messages send_audios send_documents send_photos send_videos send_video_notes send_voice_notes "
        may += (
            "send_polls send_other_messages add_web_page_previews change_info invite_users pin_messages manage_topics "
        )
        may += "manage_chat delete_messages manage_video_chats restrict_members promote_members post_stories "
        may += "edit_stories delete_stories edit_tag react_to_messages"
        whole |= {f"can_{each}": chance.random() < 0.5 for each in may.split()}
        old, new = (
            {"user": who, "status": status, **whole}
            for status in chance.choices(("creator", "administrator", "member", "restricted", "left", "kicked"), k=2)
        )
        actor = self.local.users[self._person(chat)]
        change = {"chat": chat.face, "from": actor, "date": self.local.date()}
        kind = "my_chat_member" if who is self.local.bot else "chat_member"
        return {kind: {**change, "old_chat_member": old, "new_chat_member": new}}

    def edit(self) -> Json:
        """Correct something that was said before: by words, by a command, or by nothing."""
        chat = self._chat()
        own = [post.body for post in list(chat.posts.values())[-40:] if post.body["from"] is not self.local.bot]
        if not own:
            return self.words()
        old = self.random.choice(own)
        kept = {key: part for key, part in old.items() if key not in {"entities", "caption_entities"}}
        if "text" in old or "caption" in old:
            kept["text" if "text" in old else "caption"] = self.random.choice((self._command, self._text))()
        return {"edited_message": self.local.revise(chat, {**kept, "edit_date": self.local.date()})}

    def press(self) -> Json:
        """Press a button: one's own or somebody else's, one there is or one there never was."""
        chat, chance = self._chat(), self.random
        own = [post.body for post in list(chat.posts.values())[-60:] if post.body["from"] is self.local.bot]
        shown = [button for body in own for row in _keyboard(body) for button in row if "callback_data" in button]
        data = chance.choice(shown)["callback_data"] if shown and chance.random() < 0.7 else self._data()
        if chance.random() < 0.15:
            data = self._forged(data)
        body = chance.choice(own) if own else {"message_id": 10**6, "chat": chat.face, "date": 0}
        holder = next(
            (
                each
                for each in own
                if any(button.get("callback_data") == data for row in _keyboard(each) for button in row)
            ),
            body,
        )
        if chance.random() < 0.1:
            holder = {"message_id": holder["message_id"], "chat": chat.face, "date": 0}
        key = str(next(self.local._tap_ids))  # noqa: SLF001 - as the model itself counts them
        user_id = self._person(chat)
        self.local.taps[key] = Tap(user_id, chat.id, self.local.now())
        self.taps.append(key)
        tap = {"id": key, "from": self.local.users[user_id], "chat_instance": "1", "data": data, "message": holder}
        return {"callback_query": tap}

    # --- how they say it

    def _said(self, text: str, *, obliged: bool = False) -> Json:
        chance = self.random
        if chance.random() < 0.1:
            return self._message(self._chat(), {**chance.choice(CAPTIONED), "caption": text[:1024]}, obliged=obliged)
        return self._message(self._chat(), {"text": text}, obliged=obliged)

    def _message(self, chat: Chat, content: Json, *, obliged: bool = False) -> Json:
        chance = self.random
        sender: Json = self.local.users[self._person(chat)]
        if chat.type != "private" and chance.random() < 0.08:
            sender, more = chance.choice(
                (
                    (ANONYMOUS, {"sender_chat": chat.face}),
                    (TELEGRAM, {"sender_chat": CHANNEL, "is_automatic_forward": True}),
                    (USER, {"sender_chat": CHANNEL}),
                    (OTHER_BOT, {}),
                )
            )
            obliged = obliged and sender is not OTHER_BOT and "is_automatic_forward" not in more
            content |= more
        content |= self._circumstances(chat)
        body = self.local.post(chat, sender, content)
        if obliged:
            self.commands.append((chat.id, body["message_id"]))
        return {"message": body}

    def _circumstances(self, chat: Chat) -> Json:
        """Reply to something, forward, write through another bot, in a topic, with strange entities."""
        chance = self.random
        around: Json = {}
        if chance.random() < 0.15 and chat.posts:
            replied = chance.choice(list(chat.posts.values())[-40:]).body
            around["reply_to_message"] = {key: part for key, part in replied.items() if key != "reply_to_message"}
        if chance.random() < 0.04:
            around["forward_origin"] = {"type": "hidden_user", "sender_user_name": self._text(20), "date": 1}
        if chance.random() < 0.03:
            around["via_bot"] = OTHER_BOT
        if chance.random() < 0.03:
            around |= {"message_thread_id": chance.choice((1, 7, 2**40)), "is_topic_message": chance.random() < 0.5}
        if chance.random() < 0.05:
            mention = {"type": "text_mention", "user": self.local.users[self._person(chat)]}
            around["entities"] = [{**mention, "offset": chance.randint(0, 30), "length": chance.randint(0, 30)}]
        if chance.random() < 0.02:
            around["quote"] = {"text": self._text(20), "position": 0}
        return around

    def _command(self) -> str:
        chance = self.random
        command = chance.choice(list(COMMANDS.values()))
        name = chance.choice((command.name, command.name, command.name.upper(), f"{command.name}@{BOT}"))
        return f"/{name}{self._arguments(command.name)}"[:LIMIT]

    def _arguments(self, command: str) -> str:
        """Write what stands behind a command, each word behind a space of some kind."""
        chance = self.random
        example = COMMANDS[command].example.split()[1:]
        arguments = chance.choice((example, chance.choices(WORDS, k=chance.randint(0, 7))))
        arguments = [self._text(12) if chance.random() < 0.08 else word for word in arguments]
        if chance.random() < 0.02:
            arguments.append(self._text())
        between = chance.choice((" ", " ", " ", "  ", "\n", "\t", "\u00a0"))
        return "".join(between + word for word in arguments)

    def _text(self, most: int = LIMIT) -> str:
        chance = self.random
        length = min(most, chance.choice((1, 3, 10, 10, 40, 200, LIMIT)))
        match chance.randint(0, 5):
            case 0:
                text = "".join(chance.choices(chance.choice(ODD), k=length))
            case 1:
                first, last = chance.choice(SCRIPTS)
                text = "".join(chr(chance.randint(first, last)) for _ in range(length))
            case 2:
                text = "".join(chr(chance.randint(*chance.choice(SCRIPTS))) for _ in range(min(length, 300)))
            case 3:
                text = chance.choice(
                    ("/", "/unknown", "/budget@other_bot 1", "//budget", "/budgetmom", "/бюджет", "／budget")
                )
            case 4:
                text = chance.choice(WORDS) * length
            case _:
                text = " ".join(chance.choices(WORDS, k=min(length, 40)))
        return text[:most]

    def _data(self) -> str:
        chance = self.random
        kind = chance.choice((*PRESSES, "ask", "", "nobody", "\x00", "🎁"))
        parts = chance.choices(
            ("1", "-1", "0", "9" * 19, "9" * 40, "x", "", "\ud800", "0" * 32, "f" * 32, "…", " "),
            k=chance.randint(0, 4),
        )
        return ":".join([kind, *parts]).encode("utf-8", "surrogatepass")[:64].decode("utf-8", "ignore") or ":"

    def _forged(self, data: str) -> str:
        """Give a button's data in which one part was exchanged, or is missing."""
        parts = data.split(":")
        at = self.random.randrange(len(parts))
        parts[at : at + 1] = self._data().split(":")[: self.random.randint(0, 2)]
        return ":".join(parts).encode("utf-8", "surrogatepass")[:64].decode("utf-8", "ignore") or ":"

    def _chat(self) -> Chat:
        return self.local.chats[self.random.choice(self.chats)]

    def _person(self, chat: Chat) -> int:
        people = [user_id for user_id in chat.statuses if user_id != self.local.bot_id]
        return self.random.choice(people)


def _keyboard(body: Json) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = body.get("reply_markup", {}).get("inline_keyboard", [])
    return rows
