"""How the bot speaks in answer to something: to everybody where it was said, or to the asker alone."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from domain.house import House
from domain.messages import Conversation, Message, Outgoing, Said
from domain.scenes import Scene
from replies import cards as card_replies
from replies import families as family_replies
from replies import secrets
from replies.reply import Reply, keyboard, messages
from repositories.unit_of_work import UnitOfWork


class Voice:
    """What is said in answer to one thing, and where."""

    def __init__(self, uow: UnitOfWork, said: Said, house: House) -> None:
        self.uow = uow
        self.said = said
        self.house = house
        self.scene: Scene
        self.heard: UUID
        self.aside: Conversation | None = None
        """The asker's private chat, if the answer belongs there and not where it was asked for."""
        self.whispered: list[Outgoing] = []
        """What the asker was answered in private."""
        self.spoken_of: frozenset[int] = frozenset()
        """The people of whose gifts the answer speaks."""
        self.shown: set[int] = set()
        """The gifts that it names."""

    @property
    def alone(self) -> bool:
        """Tell whether only the asker reads the answer."""
        return self.said.private or self.aside is not None

    @property
    def place(self) -> Conversation | None:
        """Give the chat in which the answer is given."""
        return self.aside or self.scene.conversation

    @property
    def speaker(self) -> str:
        """Name the account that speaks."""
        return self.scene.user.id.hex if self.scene.user else ""

    def hear(self, told: str | None = None) -> None:
        """Remember what was said; of words without a command also which one they told, or that they told none."""
        conversation, user = self.scene.conversation, self.scene.user
        if conversation is None:
            message = "nobody speaks nowhere"
            raise RuntimeError(message)
        facts = {} if told is None else {"told": told}
        self.heard = self.uow.messages.hear(
            self.said, conversation, user.id if user else None, self.uow.family_id, facts
        )

    def answer(self, reply: Reply) -> list[Outgoing]:
        """Remember what was said, and answer it."""
        self.hear()
        return self.say(reply)

    def say(self, reply: Reply, edit: UUID | None = None) -> list[Outgoing]:
        """Say what came of it: below what was said, in place of the message pressed or corrected, or in private."""
        if self.aside:
            self.whispered = self.whisper(self.aside, reply, {*reply.about, *self.spoken_of}, edit)
            return self.whispered
        if self.scene.conversation is None:
            return []
        return self._say(
            self.scene.conversation, reply, {*reply.about, *self.spoken_of}, edit, private=self.said.private
        )

    def say_here(self, reply: Reply, edit: UUID | None = None, **facts: object) -> list[Outgoing]:
        """Say to everybody here what keeps every secret."""
        conversation = self.scene.conversation
        return self._say(conversation, reply, (), edit, private=self.said.private, more=facts) if conversation else []

    def say_anew(self, reply: Reply) -> list[Outgoing]:
        """Say something here by itself, that answers nothing."""
        conversation = self.scene.conversation
        return self._say(conversation, reply, (), None, private=False, aside=True) if conversation else []

    def whisper(
        self, chat: Conversation, reply: Reply, about: Iterable[int], edit: UUID | None = None
    ) -> list[Outgoing]:
        """Say something to the asker alone, as soon as they let the bot write to them."""
        can = self.scene.user is not None and self.scene.user.reachable
        return self._say(
            chat, reply, about, edit, private=True, aside=chat is not self.scene.conversation, held=not can
        )

    def _say(
        self,
        conversation: Conversation,
        reply: Reply,
        about: Iterable[int],
        edit: UUID | None,
        *,
        private: bool,
        aside: bool = False,
        held: bool = False,
        more: Mapping[str, object] = MappingProxyType({}),
    ) -> list[Outgoing]:
        if private and self.scene.families > 1 and self.scene.family:
            reply = family_replies.of_family(reply, self.scene.family)
        parts = messages(reply)
        waited = {"family": self.uow.family_id, "gifts": sorted(self.shown)}
        waits: dict[str, Any] = {"held": True, "waited": waited} if held else {}
        facts = [
            self.facts(reply, edit, first=at == 0, last=at == len(parts) - 1, aside=aside) for at in range(len(parts))
        ]
        for told, document in zip(facts, reply.documents, strict=False):
            told["document"] = document.facts
        return [
            self.uow.messages.say(
                conversation,
                text,
                {**told, **more, **waits},
                family_id=self.uow.family_id,
                answers_id=self.heard,
                about=about,
                due_at=self.uow.now + secrets.PATIENCE if held else None,
            )
            for text, told in zip(parts, facts, strict=True)
        ]

    def point_at(self, card: Message) -> list[Outgoing]:
        """Say that a card further up was brought up to date: who taps that gets there."""
        conversation = self.scene.conversation
        if conversation is None:
            return []
        facts, pointer = {"reply_to": card.telegram_message_id}, card_replies.updated()
        return [
            self.uow.messages.say(
                conversation, pointer.text, facts, family_id=self.uow.family_id, answers_id=self.heard
            )
        ]

    def facts(self, reply: Reply, edit: UUID | None, *, first: bool, last: bool, aside: bool = False) -> dict[str, Any]:
        """Say how a part of a reply is sent."""
        facts: dict[str, Any] = {}
        if last and reply.buttons:
            facts["buttons"] = keyboard(reply)
        if not first:
            return facts
        if reply.picture is not None:
            facts["picture"] = reply.picture
        if last and reply.card:
            facts["card"] = reply.card
        if edit:
            facts["edit_row"] = edit.hex
        elif aside:
            return facts
        elif self.said.kind == "press":
            facts |= {"callback": self.said.callback_id, "toast": reply.toast, "alert": reply.alert}
            if reply.text and not reply.anew:
                facts["edit"] = self.said.message_id
        elif not self.said.private:
            facts["reply_to"] = self.said.message_id
        return facts
