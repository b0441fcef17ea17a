"""What a command is given: who speaks where, what they know, and the words they said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.characters import utf16_units
from domain.families import Family, Member, User
from domain.house import House
from domain.messages import Conversation, Mention, Said
from domain.names import Word, split_words
from domain.people import NewPerson, Person
from domain.questions import Ask, Question
from domain.refusals import Gone, NoFamily, UnlinkedSpeaker
from domain.scenes import Scene
from domain.secrets import CLOSED, Eyes, NotHere

LARGEST = 2**63 - 1
"""The largest number that anything is known by."""


class Words:
    """The words behind a command, taken from the front."""

    def __init__(self, text: str, mentions: Sequence[Mention] = ()) -> None:
        self.text = text
        self.items: Sequence[Word] = split_words(text)
        self._mentions = {mention.offset: mention for mention in mentions}

    def insert(self, text: str) -> int:
        """Put more words before those that are left, and count them."""
        left = self.items[0].offset if self.items else utf16_units(self.text)
        moved = utf16_units(text) + 1 - left
        self._mentions = {offset + moved: mention for offset, mention in self._mentions.items() if offset >= left}
        self.text = f"{text} {self._from(left)}"
        self.items = split_words(self.text)
        return len(split_words(text))

    def __bool__(self) -> bool:
        """Tell whether there are words left."""
        return bool(self.items)

    @property
    def texts(self) -> list[str]:
        """Give the words that are left, without their quotes."""
        return [word.text for word in self.items]

    @property
    def mention(self) -> Mention | None:
        """Give the account that is tapped in the next word, if one is."""
        return self._mentions.get(self.items[0].offset) if self.items else None

    def count_in(self, mention: Mention) -> int:
        """Count the words that a mention at the front covers."""
        end = self.items[0].offset + mention.length
        return sum(1 for word in self.items if word.offset < end)

    def take(self, count: int = 1) -> str:
        """Take some words off the front."""
        taken, self.items = self.items[:count], self.items[count:]
        return " ".join(word.text for word in taken)

    def take_number(self) -> int:
        """Take the number that a button carries; one that carries none means the first."""
        word = self.take()
        number = int(word) if word.isdecimal() else 0
        return number if number <= LARGEST else 0

    def take_key(self) -> UUID:
        """Take the key that a button carries; one that is none leads nowhere."""
        try:
            return UUID(self.take())
        except ValueError:
            raise Gone from None

    def rest(self) -> str:
        """Take all that is left, as it was typed."""
        left, self.items = self.items, ()
        return self._from(left[0].offset) if left else ""

    def _from(self, offset: int) -> str:
        return self.text.encode("utf-16-le")[2 * offset :].decode("utf-16-le").strip()

    def skip_last(self, spelling: str) -> bool:
        """Leave out the last word if it is this one."""
        if not self.items or self.items[-1].quoted or self.items[-1].text.lower() != spelling:
            return False
        self.items = self.items[:-1]
        return True

    def skip(self, *spellings: str) -> bool:
        """Take the next word if it is one of these."""
        if not self.items or self.items[0].quoted or self.items[0].text.lower() not in spellings:
            return False
        self.take()
        return True


@dataclass(slots=True)
class Request:
    """One command on its way: answers are what was asked back and told since, by the slot it fills."""

    said: Said
    scene: Scene
    now: datetime
    words: Words
    house: House = field(default_factory=House)
    answers: Mapping[str, Any] = field(default_factory=dict)
    photo: str | None = None
    """The picture that the command came with, by the id of its file."""
    eyes: Eyes = CLOSED
    """Whose eyes read the answer."""
    left_out: tuple[Person, ...] = ()
    """Of whose gifts the answer does not speak, as they read it."""
    alone: bool = False
    """Whether the answer is read by the one who asks alone."""
    of_everybody: bool = False
    """Whether the answer speaks of everybody's gifts."""
    mute: bool = False
    """Whether nothing that is done may be spoken of: nobody knows yet whether it is for the one who asks."""

    def speak_of(self, *people: Person | NewPerson) -> None:
        """Speak of somebody's gifts, unless they read the answer or may: then it is given elsewhere."""
        if any(self.eyes.hides(person) for person in people):
            raise NotHere(people)

    def tell_of(self, *people: Person | NewPerson) -> None:
        """Do something about somebody's gifts: it is done even where nothing can be said of it, unless it is theirs."""
        own = self.scene.member.person_id if self.scene.member else None
        if self.alone and not any(getattr(person, "id", None) == own for person in people if own):
            self.mute = any(self.eyes.hides(person) for person in people)
        else:
            self.speak_of(*people)

    def is_own(self, person: Person) -> bool:
        """Tell whether somebody asks alone, and of themselves."""
        return self.alone and self.eyes.alone == person.id

    def tell_alone(self) -> int:
        """Do what only the speaker may read of, and tell who that is."""
        if not self.alone:
            raise NotHere
        if self.member.person_id is None:
            raise UnlinkedSpeaker
        return self.member.person_id

    def speak_of_everybody(self, *, anyway: bool = False) -> None:
        """Speak of everybody's gifts but of theirs who read the answer or may; anyway, if there is more to say."""
        self.of_everybody = True
        self.left_out = tuple(person for person in self.scene.people if self.eyes.hides(person))
        nothing = self.left_out and len(self.left_out) == len(self.scene.people) and self.eyes.alone is None
        if nothing and not anyway:
            raise NotHere(self.left_out)

    def speak_of_purchases(self) -> None:
        """Speak of what somebody buys for others: whoever reads along may be one of them."""
        if self.eyes.blurred:
            raise NotHere(person for person in self.scene.people if self.eyes.hides(person))

    @property
    def partial(self) -> bool:
        """Tell whether what was spent on gifts is told in part only: those for whoever reads along are left out."""
        return self.eyes.blurred and not self.alone

    def told(self, question: Question) -> str:
        """Give what was told in answer to a question, or ask it."""
        if question.slot not in self.answers:
            raise Ask(question)
        told: str = self.answers[question.slot]["text"]
        return told

    def insert_reply(self, slot: str) -> int:
        """Put the words that answered a question where they would have been typed, and count them."""
        reply = self.answers.get(slot, {}).get("text")
        return self.words.insert(reply) if reply else 0

    def resume(self, answer: Mapping[str, Any]) -> None:
        """Go on behind the words that an answer stands for."""
        self.words.take(answer.get("used", 0))
        if rest := answer.get("rest"):
            self.words.insert(rest)

    def behind(self, slot: str, count: int) -> tuple[int, str]:
        """Tell how many words of the command to go on behind, or behind some words of a reply what they were."""
        reply = self.answers.get(slot, {}).get("text")
        if reply is None:
            return count, ""
        words = Words(reply)
        words.take(count)
        return 0, words.rest()

    @property
    def family(self) -> Family:
        """Give the family that is meant."""
        if self.scene.family is None:
            raise NoFamily
        return self.scene.family

    @property
    def user(self) -> User:
        """Give the account that speaks."""
        if self.scene.user is None:
            raise NoFamily
        return self.scene.user

    @property
    def member(self) -> Member:
        """Give what the speaker is in the family."""
        if self.scene.member is None:
            raise NoFamily
        return self.scene.member

    @property
    def conversation(self) -> Conversation:
        """Give the chat that is spoken in."""
        if self.scene.conversation is None:
            raise NoFamily
        return self.scene.conversation

    @property
    def today(self) -> date:
        """Give the date where the family lives."""
        return self.family.date_at(self.now)
