import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.doctor import clock, disk, examine
from bot.findings import Finding
from bot.localgram import LocalRequest, LocalTelegram
from bot.migrations import migrate_async
from bot.settings import Settings
from repositories.engine import Database
from tests.chat import Town
from tests.databases import execute
from tests.rows import FILLING

NO_TOKEN = Finding("!", "token: TELEGRAM_BOT_TOKEN is not set. @BotFather gives one: /newbot.")

ANSWERS = 2
"""What the bot has said to the family: that the budget is set, and the question who Mom is."""


async def found(
    database_url: str, local: LocalTelegram | None = None, *, repair: bool = False, **given: Any
) -> dict[str, Finding]:
    """What the doctor finds, by its subject; of two findings about one, the last."""
    token = local.token if local else None
    settings = Settings(_env_file=None, bot_token=token, database_url=database_url, **given)
    request = LocalRequest(local) if local else None
    return {each.text.partition(":")[0]: each async for each in examine(settings, request, repair=repair)}


@pytest.fixture
async def used(database_url: str) -> str:
    """A database in which a family has set a budget."""
    town = Town(database_url)
    async with town.open():
        group = town.group("Our family", "Ann", "Mom")
        await group.says("/budget mom christmas 100")
    return database_url


async def sql(database_url: str, *statements: str) -> None:
    """Change a database by hand."""
    for statement in statements:
        await execute(database_url, statement)


async def test_a_used_database_is_consistent(used: str) -> None:
    findings = await found(used)

    assert [each for each in findings.values() if each.mark != "✓"] == [NO_TOKEN]
    assert findings["deliveries"].text == "deliveries: everything said has arrived"


async def test_a_stored_figure_that_does_not_add_up_is_found(used: str) -> None:
    await sql(used, "UPDATE person_occasions SET budget_spent = recipient_budget_total")

    finding = (await found(used))["budgets"]

    assert finding.wrong
    assert finding.text == (
        "budgets: 1 stored figures are not what the gifts add up to (person 1, occasion 1: "
        "100.00 spent and 0.00 planned stored, 0.00 spent and 0.00 planned computed). Run `nestegg doctor --repair`."
    )


async def test_gifts_that_add_up_are_no_finding(used: str) -> None:
    gift = "id, family_id, title, occasion_id, price, quantity, quantity_bought, stage"
    await sql(
        used,
        f"INSERT INTO gifts ({gift}) VALUES (1, 1, 'Scarf', 1, 30, 2, 1, 'planned')",
        f"INSERT INTO gifts ({gift}) VALUES (2, 1, 'Tea', 1, 7, 1, 1, 'bought')",
        f"INSERT INTO gifts ({gift}) VALUES (3, 1, 'Car', 1, 900, 1, 0, 'idea')",
        *(f"INSERT INTO gift_people (family_id, gift_id, person_id) VALUES (1, {each}, 1)" for each in (1, 2, 3)),
        "UPDATE person_occasions SET budget_spent = 37, budget_planned = 30",
    )

    assert (await found(used))["budgets"].mark == "✓"


async def test_every_stored_figure_is_looked_at(used: str) -> None:
    numbers = " UNION ALL ".join(f"SELECT {n} AS n" for n in range(450))
    await sql(
        used,
        "INSERT INTO persons (id, family_id, name, name_key) VALUES (77, 1, 'Ben', 'ben')",
        f"INSERT INTO occasions (family_id, name, name_key) SELECT 1, 'O' || n, 'o' || n FROM ({numbers}) AS numbers",
        "INSERT INTO person_occasions (family_id, person_id, occasion_id, budget_spent) "
        "SELECT 1, 77, id, 5 FROM occasions WHERE name_key LIKE 'o%'",
    )

    assert (await found(used))["budgets"].text.startswith("budgets: 450 stored figures")


async def test_rows_of_another_family_are_found(used: str) -> None:
    await sql(
        used,
        "INSERT INTO families (id, name) VALUES (7, 'Theirs')",
        "INSERT INTO gifts (family_id, title, occasion_id) VALUES (7, 'Scarf', 1)",
    )

    finding = (await found(used))["families"]

    assert finding.text.startswith("families: rows refer to another family's (gifts.occasion_id: 1)")
    assert finding.wrong


async def test_messages_whose_delivery_cannot_be_are_found(used: str) -> None:
    await sql(used, "UPDATE messages SET delivery = NULL WHERE answers_id IS NOT NULL")

    finding = (await found(used))["messages"]

    said = f"messages: {ANSWERS} have a delivery that does not fit who wrote them."
    assert (finding.mark, finding.text) == ("✗", said)


@pytest.mark.parametrize(("delivery", "mark"), [("pending", "✓"), ("unknown", "!"), ("dead", "!")])
async def test_what_has_not_arrived_is_counted(used: str, delivery: str, mark: str) -> None:
    changed = f"delivery = '{delivery}', created_at = CURRENT_TIMESTAMP"
    await sql(used, f"UPDATE messages SET {changed} WHERE answers_id IS NOT NULL")

    finding = (await found(used))["deliveries"]

    assert (finding.mark, finding.text.startswith(f"deliveries: {ANSWERS} ")) == (mark, True)


async def test_what_has_waited_for_long_is_told(used: str) -> None:
    changed = "delivery = 'pending', created_at = '2020-01-01'"
    await sql(used, f"UPDATE messages SET {changed} WHERE answers_id IS NOT NULL")

    finding = (await found(used))["deliveries"]

    assert finding.mark == "!"
    assert finding.text.startswith(f"deliveries: {ANSWERS} have waited for more than 10 minutes.")


@pytest.mark.parametrize(
    ("free", "mark", "text"),
    [
        (200_000_000, "✓", "disk: 200 MB are free where the database lies"),
        (99_999_999, "!", "disk: only 99 MB are free where the database lies. Make room."),
        (0, "✗", ("disk: full; 0 MB are free where the database lies. Make room: what was said meanwhile waits, "
         "and is carried out then.")),
    ],
)  # fmt: skip
def test_a_disk_that_fills_is_told_before_it_is_full(free: int, mark: str, text: str) -> None:
    finding = disk(free)

    assert (finding.mark, finding.text) == (mark, text)


async def test_a_database_that_was_never_migrated_is_told_how(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    async with database.begin():
        pass
    await database.close()

    finding = (await found(empty_database_url))["migrations"]

    assert finding.wrong
    assert finding.text.endswith("Run `nestegg migrate`.")


async def test_rows_without_what_they_refer_to_are_found(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'nestegg.db'}"
    await migrate_async(url)
    await sql(url, *FILLING, "DELETE FROM users")

    finding = (await found(url))["file"]

    assert finding.wrong
    assert "members → users" in finding.text


async def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"

    finding = (await found(f"sqlite:///{missing}"))["database"]

    assert (finding.wrong, os.path.exists(missing)) == (True, False)  # noqa: PTH110, ASYNC240 - a look at one name


@pytest.mark.parametrize("url", ["sqlite:///{}/text.db", "postgresql://ann:secret@127.0.0.1:1/nestegg"])
async def test_a_database_that_does_not_answer_is_one_line(url: str, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("Dear diary, " * 1000)

    finding = (await found(url.format(tmp_path)))["database"]

    assert (finding.wrong, "\n" in finding.text, "secret" in finding.text) == (True, False, False)


async def test_the_bots_account_is_explained(used: str) -> None:
    findings = await found(used, LocalTelegram())

    assert findings["token"] == Finding("✓", "token: valid, the bot is @nestegg_bot")
    assert [findings[each].mark for each in ("privacy mode", "groups", "polling")] == ["✓", "✓", "✓"]


async def test_the_rights_in_the_groups_are_asked_for(database_url: str) -> None:
    town = Town(database_url)
    async with town.open():
        first, second = town.group("One", "Ann"), town.group("Two", "Ann")
        await first.says("/start")
        await second.says("/start")
    town.telegram.promote_bot(first.id)

    finding = (await found(database_url, town.telegram))["rights"]

    assert finding.text.startswith("rights: in 1 of 2 groups the bot may delete messages.")


async def test_a_group_that_is_gone_does_not_stop_the_doctor(used: str) -> None:
    finding = (await found(used, LocalTelegram()))["rights"]

    assert finding == Finding("✓", "rights: in 0 of 1 groups the bot may delete messages; 1 could not be asked")


async def test_a_webhook_stands_in_the_way_of_polling(used: str) -> None:
    local = LocalTelegram()
    local.webhook = "https://example.org/hook"

    assert (await found(used, local))["polling"].wrong


@pytest.mark.parametrize(("status", "mark"), [(401, "✗"), (502, "!"), (429, "!")])
async def test_a_token_that_cannot_be_checked_is_told_from_a_wrong_one(used: str, status: int, mark: str) -> None:
    local = LocalTelegram()
    local.fail_next("getMe", status=status, retry_after=1 if status == 429 else 0, times=9)

    finding = (await found(used, local))["token"]

    assert (finding.mark, local.token in finding.text) == (mark, False)


def test_the_clock_tells_the_hour_of_new_families() -> None:
    finding = clock(datetime(2026, 7, 1, 12, tzinfo=UTC), "Europe/Berlin")

    assert finding.text == "clock: 2026-07-01 12:00 UTC; new families begin in Europe/Berlin, where it is 14:00"


@pytest.fixture
async def drifted(database_url: str) -> str:
    """A database that has forgotten what is planned for Mom, and that there is anything for Ben."""
    town = Town(database_url)
    async with town.open():
        group = town.group("Our family", "Ann", "Mom")
        for said in ("/budget mom christmas 100", "/gift mom,ben christmas scarf 30", "/bought mom christmas tea 10"):
            await group.says(said)
    await sql(
        database_url,
        "UPDATE person_occasions SET budget_planned = 0",
        "DELETE FROM person_occasions WHERE person_id = 2",
    )
    return database_url


DRIFTS = (
    "person 1, occasion 1: 10.00 spent and 0.00 planned stored, 10.00 spent and 15.00 planned computed; "
    "person 2, occasion 1: nothing stored, 0.00 spent and 15.00 planned computed"
)


async def test_what_should_be_stored_and_is_not_is_found_and_left(drifted: str) -> None:
    told = [(await found(drifted))["budgets"] for _ in range(2)]

    assert (
        told[0]
        == told[1]
        == Finding(
            "✗",
            f"budgets: 2 stored figures are not what the gifts add up to ({DRIFTS}). Run `nestegg doctor --repair`.",
        )
    )


async def test_what_has_drifted_is_mended_when_told_to(drifted: str) -> None:
    settings = Settings(_env_file=None, database_url=drifted)

    told = [[each async for each in examine(settings, repair=True) if "budgets" in each.text] for _ in range(2)]

    well = Finding("✓", "budgets: every stored figure equals a fresh computation")
    assert told == [[Finding("!", f"budgets: 2 stored figures were mended ({DRIFTS})."), well], [well]]


async def test_what_cannot_be_mended_stays_and_the_rest_is_mended(drifted: str) -> None:
    await sql(
        drifted,
        "INSERT INTO occasions (id, family_id, name, name_key) VALUES (7, 1, 'Easter', 'easter')",
        "INSERT INTO person_occasions (family_id, person_id, occasion_id, budget_spent) VALUES (1, 1, 7, 5)",
        "UPDATE gifts SET currency = 'EUR' WHERE title = 'scarf'",
    )

    finding = (await found(drifted, repair=True))["budgets"]

    assert finding == Finding(
        "✗",
        f"budgets: 2 stored figures are not what the gifts add up to ({DRIFTS}). "
        "They cannot be mended: a budget and its gifts are in two currencies, or are more than it can hold.",
    )
