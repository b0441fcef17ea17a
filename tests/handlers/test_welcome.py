"""The first words between a family and the bot, and how they come and go."""

from tests.chat import Chat, Town

GREETING = (
    "👋 I keep gifts and everyday money. Try /budget mom christmas 100 or /spend 12.50 food lunch — /help lists what "
    "else I understand."
)
UNKNOWABLE = (
    "I cannot tell who is speaking: you write in the name of the group. Switch off Remain anonymous in your admin "
    "rights, or tell me in private."
)


async def test_a_group_is_greeted_in_one_line_and_no_family_made(town: Town) -> None:
    group = town.group("Our family", "Ann")
    await town.settled()

    assert group.heard == [GREETING]
    assert (await town.private("Ann").says("/people")).startswith("You are in no family here yet.")


async def test_a_promotion_is_not_worth_a_word(town: Town, chat: Chat) -> None:
    await town.settled()

    town.telegram.promote_bot(chat.id)
    await town.settled()

    assert chat.heard == [GREETING]


async def test_a_repeated_update_greets_nobody_twice(town: Town, chat: Chat) -> None:
    entry = next(update for update in town.telegram.inbox.waiting.values() if "my_chat_member" in update)
    town.telegram.inbox.put("my_chat_member", entry["my_chat_member"])
    await town.settled()

    assert chat.heard == [GREETING]


async def test_a_group_that_throws_the_bot_out_and_takes_it_back_keeps_its_budgets(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")
    town.telegram.kick_bot(chat.id, town.person("Ann"))
    await town.settled()
    town.telegram.add_bot(chat.id, town.person("Ann"))
    await town.settled()

    assert chat.heard[-1] == GREETING
    assert "of $100.00" in await chat.says("/budget mom christmas")


async def test_who_blocks_the_bot_and_takes_it_back_is_answered_again(town: Town) -> None:
    ann = town.private("Ann")
    await ann.says("/budget mom christmas 100")
    await ann.knows("mom")

    town.telegram.block(town.person("Ann"))
    await town.settled()
    town.telegram.unblock(town.person("Ann"))
    await town.settled()

    assert len(ann.heard) == 2
    assert "of $100.00" in await ann.says("/budget mom christmas")


async def test_a_group_that_becomes_a_supergroup_goes_on(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")

    wide = Chat(town, town.telegram.migrate(chat.id), "Ann")
    await town.settled()

    assert "of $100.00" in await wide.says("/budget mom christmas")
    assert (await wide.says("/undo")).startswith("↩️ Taken back")
    assert (await wide.says("/family")).count("👁 Our family — ") == 1


async def test_what_is_said_at_once_under_the_new_id_is_the_same_familys(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")
    old = {**town.telegram.inbox.waiting}

    wide = Chat(town, town.telegram.migrate(chat.id), "Ann")
    waiting = town.telegram.inbox.waiting
    to_new = next(key for key, update in waiting.items() if "migrate_to_chat_id" in update.get("message", {}))
    late = waiting.pop(to_new)["message"]
    assert "of $100.00" in await wide.says("/budget mom christmas")
    town.telegram.inbox.put("message", late)
    await town.settled()

    assert old == {}
    assert "of $100.00" in await wide.says("/budget mom christmas")


async def test_what_was_said_before_the_move_was_heard_of_is_not_lost(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")
    wide = Chat(town, town.telegram.migrate(chat.id), "Ann")
    waiting = town.telegram.inbox.waiting
    moves = [waiting.pop(key)["message"] for key in list(waiting)]

    await wide.says("/help")
    for move in moves:
        town.telegram.inbox.put("message", move)
    await town.settled()

    assert "of $100.00" in await wide.says("/budget mom christmas")


async def test_the_commands_are_listed_and_each_explained(words: Chat) -> None:
    assert "/budget mom christmas 100" in await words.says("/help")
    assert await words.says("/help /person") == (
        "/person NAME [birthday DATE] [alias WORD] [offline|online]\n"
        "Add or change somebody: birthday, another name, on Telegram or not\n"
        "For example: /person mom birthday 3 May alias mama"
    )
    assert await words.says("/help perso") == (
        "I don't know /perso. Did you mean /person? /help lists what I understand."
    )
    assert await words.says(f"/help {'x' * 4000}") == f"I don't know /{'x' * 60}…. /help lists what I understand."


async def test_privacy_tells_what_is_kept(words: Chat) -> None:
    assert (await words.says("/privacy")).startswith("🔒 What I hear and keep")


async def test_help_and_privacy_start_no_family(town: Town) -> None:
    group = town.group("Our family", "Ann")
    await group.says("/help")
    await group.says("/privacy")

    assert (await town.private("Ann").says("/people")).startswith("You are in no family here yet.")


async def test_an_unknown_command_is_refused_in_private_with_those_near(town: Town) -> None:
    assert await town.private("Ann").says("/bugdet mom") == (
        "I don't know /bugdet. Did you mean /budget or /budgets? /help lists what I understand."
    )
    assert await town.private("Ann").says("/xyzzy") == "I don't know /xyzzy. /help lists what I understand."


async def test_an_unknown_command_in_a_group_is_answered_only_when_addressed(words: Chat) -> None:
    assert await words.says("/bugdet") == ""
    assert await words.says("/budget@other_bot") == ""
    assert (await words.says("/bugdet@nestegg_bot")).startswith("I don't know /bugdet.")


async def test_words_are_answered_in_private_and_ignored_in_groups(town: Town, chat: Chat) -> None:
    town.telegram.promote_bot(chat.id)

    assert await chat.says("Who wants soup?") == ""
    assert await chat.says("/ nothing") == ""
    assert (await town.private("Ann").says("Hello!")).startswith("You are in no family here yet.")


async def test_a_reply_to_what_asks_nothing_is_ignored_in_a_group(words: Chat) -> None:
    await words.says("/budget mom christmas 100")

    assert await words.answers("Thanks!") == ""


async def test_who_speaks_as_the_group_is_told_so_and_changes_nothing(town: Town, chat: Chat) -> None:
    telegram = town.telegram
    telegram.add_user(1087968824, "Group", username="GroupAnonymousBot")["is_bot"] = True
    group = telegram.chats[chat.id]
    group.statuses[1087968824] = "administrator"

    def says_as_group(text: str) -> None:
        body = telegram.post(group, telegram.users[1087968824], {"text": text, "sender_chat": group.face})
        telegram.inbox.put("message", body)

    await town.settled()
    says_as_group("/budget mom christmas 100")
    says_as_group("dinner!")
    says_as_group("/bugdet")
    await town.settled()
    anonymous = [text for text in chat.heard if text == UNKNOWABLE]
    await chat.says("/start")

    assert len(anonymous) == 1
    assert "Members: Ann (owner)\n" in await chat.says("/family")
    assert (await chat.says("/people")).startswith("Nobody yet.")
    says_as_group("/budget mom christmas 100")
    await town.settled()
    assert (await chat.says("/people")).startswith("Nobody yet.")


async def test_other_bots_and_channels_are_not_heard(town: Town, chat: Chat) -> None:
    telegram = town.telegram
    await town.settled()
    other = telegram.add_user(4711, "Other", username="other_bot")
    other["is_bot"] = True
    group = telegram.chats[chat.id]
    channel = {"id": -1000000009999, "type": "channel", "title": "News"}
    channel_post = {"message_id": 1, "date": 1, "chat": channel, "sender_chat": channel, "text": "/start"}
    linked = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    forwarded = {"text": "/start", "sender_chat": channel, "is_automatic_forward": True}

    telegram.inbox.put("message", telegram.post(group, other, {"text": "/start"}))
    telegram.inbox.put("message", telegram.post(group, linked, forwarded))
    telegram.inbox.allow(["message", "channel_post"])
    telegram.inbox.put("channel_post", channel_post)
    await town.settled()

    own = [one["text"] for one in telegram.messages(chat.id) if one["from"]["id"] == telegram.bot_id]
    assert own == [GREETING]


async def test_only_its_owners_start_families_when_the_host_wants_it_so(database_url: str) -> None:
    async with Town(database_url, NESTEGG_OWNERS="1000").open() as town:
        town.person("Ann")
        theirs, bens = town.group("Our family", "Ann", "Ben"), town.private("Ben")
        mine = town.group("Bens", "Ben")

        assert (await mine.says("/budget mom christmas 100")).startswith("This bot is for invited families.")
        assert (await mine.says("/start")).startswith("This bot is for invited families.")
        assert (await bens.says("/budget mom christmas 100")).startswith("This bot is for invited families.")
        await bens.says("/start")
        assert (await bens.presses("🥚 Start")).startswith("(This bot is for invited families.")
        assert (await theirs.says("/start")).startswith("🥚 Our family is started.")
        assert (await theirs.says("/budget mom christmas 100", by="Ben")).startswith("🎁 Mom")


async def test_only_some_chats_are_served_when_the_host_wants_it_so(database_url: str) -> None:
    async with Town(database_url, NESTEGG_CHATS="-4001,1000").open() as town:
        served, other = town.group("Our family", "Ann", "Ben"), town.group("Others", "Ann")
        assert served.id == -4001

        assert (await served.says("/start")).startswith("🥚 Our family")
        assert await other.says("/start") == ""
        assert await town.private("Ben").says("/start") == ""
        assert (await town.private("Ann").says("/start")).startswith("👋 Hello Ann!")
        assert other.heard == []


async def test_a_served_group_is_served_under_its_new_id_too(database_url: str) -> None:
    async with Town(database_url, NESTEGG_CHATS="-4001").open() as town:
        group = town.group("Our family", "Ann")
        await group.knows("mom")
        await group.says("/budget mom christmas 100")

        wide = Chat(town, town.telegram.migrate(group.id), "Ann")
        await town.settled()

        assert "of $100.00" in await wide.says("/budget mom christmas")
