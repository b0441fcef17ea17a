"""What people do, and what they see of it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.localgram import LocalTelegram

ANN, BOB, CLEO = 1, 2, 3
Call = Callable[..., Coroutine[None, None, Any]]
Heard = Callable[[], list[str]]
Refusal = Callable[..., Coroutine[None, None, str]]


async def test_a_migrated_group_lives_on_under_its_new_id(
    local: LocalTelegram, family: int, call: Call, heard: Heard
) -> None:
    heard()

    new = local.migrate(family)
    status, payload = await local.call("sendMessage", {"chat_id": family, "text": "x"})

    assert heard() == ["message", "message"]
    assert (status, payload["parameters"]) == (400, {"migrate_to_chat_id": new})
    assert local.messages(family)[-1]["migrate_to_chat_id"] == new
    assert local.messages(new) == [{**local.messages(new)[0], "message_id": 1, "migrate_from_chat_id": family}]
    assert (await call("sendMessage", chat_id=new, text="x"))["chat"]["type"] == "supergroup"


async def test_everybody_sees_their_own_chats_in_order(local: LocalTelegram, family: int, call: Call) -> None:
    local.say(ANN, family, "/budgets")
    await call("sendMessage", chat_id=ANN, text="for Ann alone")
    await call("sendMessage", chat_id=family, text="for all")

    seen = {user_id: [body["text"] for body in local.seen_by(user_id) if "text" in body] for user_id in (ANN, BOB)}

    assert seen == {ANN: ["/start", "/budgets", "for Ann alone", "for all"], BOB: ["/budgets", "for all"]}


async def test_a_forced_reply_waits_for_the_one_it_is_aimed_at(local: LocalTelegram, family: int, call: Call) -> None:
    said = local.say(ANN, family, "/budget")
    forced = {"force_reply": True, "selective": True}
    target = {"message_id": said["message_id"]}

    asked = await call("sendMessage", chat_id=family, text="How much?", reply_markup=forced, reply_parameters=target)

    assert local.awaited_reply(ANN, family) == asked["message_id"]
    assert local.awaited_reply(BOB, family) is None

    local.say(ANN, family, "100", reply_to=asked["message_id"])

    assert local.awaited_reply(ANN, family) is None


async def test_nobody_writes_where_they_are_not(local: LocalTelegram, family: int) -> None:
    local.add_user(CLEO, "Cleo")
    local.block(ANN)

    for user_id, chat_id in ((CLEO, family), (ANN, ANN)):
        with pytest.raises(ValueError, match="cannot write"):
            local.say(user_id, chat_id, "/help")


async def test_no_client_sends_an_empty_message_or_edits_another_s(local: LocalTelegram, family: int) -> None:
    said = local.say(ANN, family, "hello")

    with pytest.raises(ValueError, match="No client"):
        local.say(ANN, family, "")
    with pytest.raises(ValueError, match="Only the writer"):
        local.edit(BOB, family, said["message_id"], "goodbye")


async def test_a_picture_is_posted_with_words_that_can_be_corrected(local: LocalTelegram, family: int) -> None:
    asked = local.say(BOB, family, "what did you buy?")
    posted = local.say_photo(ANN, family, "/bought a scarf", reply_to=asked["message_id"])

    edited = local.edit(ANN, family, posted["message_id"], "a scarf")

    assert local.files[posted["photo"][-1]["file_id"]].startswith(b"\x89PNG")
    assert [entity["type"] for entity in posted["caption_entities"]] == ["bot_command"]
    assert posted["reply_to_message"]["message_id"] == asked["message_id"]
    assert (edited["caption"], edited["photo"]) == ("a scarf", posted["photo"])
    assert "caption_entities" not in edited


async def test_each_picture_is_a_file_of_its_own_unless_it_is_shown_again(local: LocalTelegram, family: int) -> None:
    first, other = (local.say_photo(ANN, family)["photo"][-1]["file_id"] for _ in range(2))

    again = local.say_photo(BOB, family, file_id=first)["photo"][-1]["file_id"]

    assert (again == first, other == first) == (True, False)
    with pytest.raises(ValueError, match="No client"):
        local.say_photo(ANN, family, "x" * 1025)


async def test_a_tapped_mention_is_handed_in(local: LocalTelegram, family: int) -> None:
    mention = {"type": "text_mention", "offset": 8, "length": 3, "user": local.users[BOB]}

    said = local.say(ANN, family, "/budget Bob christmas 100", entities=[mention])

    assert [entity["type"] for entity in said["entities"]] == ["bot_command", "text_mention"]


async def test_one_can_wait_for_what_will_be_said(local: LocalTelegram, call: Call) -> None:
    events: list[str] = []
    local.listeners.append(lambda event, _: events.append(event))
    waiting = asyncio.create_task(local.wait_for(lambda: local.messages(ANN)[1:]))
    await asyncio.sleep(0)

    sent = await call("sendMessage", chat_id=ANN, text="hello")
    await call("deleteMessage", chat_id=ANN, message_id=sent["message_id"])
    await call("sendMessage", chat_id=ANN, text="again")

    assert [body["text"] for body in await waiting] == ["again"]
    assert events == ["sent", "deleted", "sent"]
    with pytest.raises(TimeoutError):
        await local.wait_for(lambda: False, timeout=0.01)


async def test_members_and_administrators_are_told(local: LocalTelegram, family: int, call: Call) -> None:
    local.add_user(CLEO, "Cleo")

    statuses = [(await call("getChatMember", chat_id=family, user_id=user))["status"] for user in (ANN, BOB, CLEO)]
    administrators = await call("getChatAdministrators", chat_id=family)

    assert statuses == ["creator", "member", "left"]
    assert [each["user"]["id"] for each in administrators] == [ANN]
    assert (await call("getChat", chat_id=family))["title"] == "Family"


async def test_of_ordinary_members_only_an_administrator_is_sure_to_hear(
    local: LocalTelegram, family: int, call: Call, refusal: Refusal
) -> None:
    local.reticent = True

    assert (await call("getChatMember", chat_id=family, user_id=ANN))["status"] == "creator"
    assert (await call("getChatMember", chat_id=family, user_id=local.bot_id))["status"] == "member"
    assert await refusal("getChatMember", chat_id=family, user_id=BOB) == "Bad Request: member list is inaccessible"

    local.promote_bot(family)

    assert (await call("getChatMember", chat_id=family, user_id=BOB))["status"] == "member"


@pytest.mark.usefixtures("local")
async def test_in_a_private_chat_everybody_is_a_member(call: Call, refusal: Refusal) -> None:
    assert (await call("getChatMember", chat_id=ANN, user_id=ANN))["status"] == "member"
    assert await refusal("getChatMember", chat_id=ANN, user_id=99) == "Bad Request: user not found"


async def test_an_administrator_may_be_left_without_a_right(
    local: LocalTelegram, family: int, call: Call, refusal: Refusal
) -> None:
    said = local.say(ANN, family, "/help")
    local.promote_bot(family, lacking=("can_delete_messages",))

    own = await call("getChatMember", chat_id=family, user_id=local.bot_id)
    assert (own["can_delete_messages"], own["can_manage_chat"]) == (False, True)
    assert await refusal("deleteMessage", chat_id=family, message_id=said["message_id"]) == (
        "Bad Request: message can't be deleted"
    )

    local.promote_bot(family)
    await call("deleteMessage", chat_id=family, message_id=said["message_id"])


async def test_rights_gained_and_lost_are_told(local: LocalTelegram, family: int) -> None:
    local.inbox.waiting.clear()
    local.promote_bot(family, lacking=("can_delete_messages",))
    local.promote_bot(family)
    local.demote_bot(family)

    changes = [update["my_chat_member"] for update in local.inbox.waiting.values()]

    assert [change["new_chat_member"].get("can_delete_messages") for change in changes] == [False, True, None]
    assert [change["old_chat_member"].get("can_delete_messages") for change in changes] == [None, False, True]


async def test_who_is_added_or_removed_is_told_with_who_did_it(local: LocalTelegram, family: int, heard: Heard) -> None:
    local.add_user(CLEO, "Cleo")
    heard()

    local.join(family, CLEO, by=ANN)
    local.leave(family, CLEO, by=ANN)

    lines = [update["message"] for update in local.inbox.waiting.values()]
    assert [line["from"]["id"] for line in lines] == [ANN, ANN]
    assert local.chats[family].statuses[CLEO] == "kicked"

    heard()
    local.join(family, CLEO, quietly=True)
    assert heard() == []
