"""One row of every table, written as SQL that both engines read, and what makes a second row of it."""

Row = dict[str, str]


def key(number: int) -> str:
    """Write a UUID."""
    return f"'{number:032x}'"


TIMES = {"created_at": "'2026-01-02 03:04:05.000006'", "updated_at": "'2026-01-02 03:04:06.000007'"}

# In the order in which they can be inserted.
ROWS: dict[str, Row] = {
    "families": {
        "id": "1",
        "name": "'Ann''s ❤️ <b>family</b>'",
        "currency": "'EUR'",
        "locale": "'de_DE'",
        "timezone": "'Europe/Berlin'",
        "settings": """'{"alerts": [80, 100], "quiet": null}'""",
        **TIMES,
    },
    "users": {
        "id": key(1),
        "telegram_user_id": "7000000001",
        "username": "'ann'",
        "full_name": "'Ann Ø'",
        "email": "'ann@example.org'",
        "password_hash": "'none'",
        "is_active": "false",
        "is_verified": "true",
        "reachable": "true",
        **TIMES,
    },
    "sessions": {
        "id": key(1),
        "user_id": key(1),
        "purpose": "'invitation'",
        "token_hash": f"'{'a' * 64}'",
        "expires_at": "'2026-02-02 03:04:05.000006'",
        "details": """'{"family": 1}'""",
        **TIMES,
    },
    "persons": {
        "id": "1",
        "family_id": "1",
        "name": "'Mom'",
        "name_key": "'mom'",
        "aliases": """'["mum", "Мама"]'""",
        "presence": "'linked'",
        "birthdate": "'1960-02-29'",
        "notes": "'likes tea'",
        **TIMES,
    },
    "members": {
        "id": key(1),
        "family_id": "1",
        "user_id": key(1),
        "role": "'owner'",
        "person_id": "1",
        **TIMES,
    },
    "occasion_series": {
        "id": "1",
        "family_id": "1",
        "name": "'Birthday'",
        "name_key": "'birthday'",
        "rule": "'birthday'",
        "subject_person_id": "1",
        **TIMES,
    },
    "occasions": {
        "id": "1",
        "family_id": "1",
        "series_id": "1",
        "name": "'Birthday 2026'",
        "name_key": "'birthday 2026'",
        "kind": "'recurring'",
        "date": "'2026-02-28'",
        "budget_total": "99999999",
        "is_active": "false",
        "rolled_over_at": "'2026-03-01 08:00:00.000000'",
        **TIMES,
    },
    "person_occasions": {
        "id": "1",
        "family_id": "1",
        "person_id": "1",
        "occasion_id": "1",
        "recipient_budget_total": "100",
        "purchaser_budget_total": "200",
        "budget_spent": "50",
        "budget_planned": "25",
        "budget_currency": "'EUR'",
        "budget_notes": "'no more tea'",
        **TIMES,
    },
    "gifts": {
        "id": "1",
        "family_id": "1",
        "title": "'Scarf'",
        "occasion_id": "1",
        "price": "30",
        "sale_price": "25",
        "quantity": "2",
        "quantity_bought": "1",
        "stage": "'planned'",
        "bought_on": "'2026-02-01'",
        "purchaser_id": "1",
        "priority": "3",
        "url": "'https://example.org/scarf'",
        "source": "'the market'",
        "notes": "'red'",
        "file_id": "'file'",
        "currency": "'EUR'",
        "removed_at": "'2026-03-01 09:00:00.000000'",
        **TIMES,
    },
    "gift_people": {
        "id": "1",
        "family_id": "1",
        "gift_id": "1",
        "person_id": "1",
        "role": "'contributor'",
        "amount": "15",
        **TIMES,
    },
    "conversations": {
        "id": key(1),
        "family_id": "1",
        "telegram_chat_id": "-1001234567890",
        "thread_id": "5",
        "kind": "'supergroup'",
        "user_id": key(1),
        "title": "'The family'",
        "state": """'{"waits_for": "amount"}'""",
        "reachable": "false",
        **TIMES,
    },
    "messages": {
        "id": key(1),
        "family_id": "1",
        "conversation_id": key(1),
        "user_id": key(1),
        "role": "'assistant'",
        "content": "'Noted.'",
        "metadata": """'{"buttons": [["Undo", "u:1"]]}'""",
        "about": "'[1]'",
        "telegram_chat_id": "-1001234567890",
        "telegram_message_id": "42",
        "callback_id": "'4242'",
        "answers_id": key(1),
        "delivery": "'sent'",
        "attempts": "2",
        "due_at": "'2026-01-02 03:04:05.000006'",
        **TIMES,
    },
    "changes": {
        "id": key(1),
        "family_id": "1",
        "user_id": key(1),
        "message_id": key(1),
        "what": "'budget'",
        "before": "'[null]'",
        "after": """'["100.00"]'""",
        "about": "'[1]'",
        "undone_at": "'2026-01-03 03:04:05.000006'",
        **TIMES,
    },
}

# What a second row beside the first must say differently.
SECOND: dict[str, Row] = {
    "families": {"id": "2"},
    "users": {"id": key(2), "telegram_user_id": "7000000002", "email": "'bob@example.org'"},
    "sessions": {"id": key(2), "token_hash": f"'{'b' * 64}'"},
    "persons": {"id": "2", "name_key": "'dad'"},
    "members": {"id": key(2), "user_id": key(2)},
    "occasion_series": {"id": "2", "name_key": "'name day'"},
    "occasions": {"id": "2", "date": "'2027-02-28'"},
    "person_occasions": {"id": "2", "person_id": "2"},
    "gifts": {"id": "2"},
    "gift_people": {"id": "2", "gift_id": "2"},
    "conversations": {"id": key(2), "thread_id": "6"},
    "messages": {"id": key(2), "telegram_message_id": "43", "callback_id": "'4343'"},
    "changes": {"id": key(2)},
}


def insertion(table: str, row: Row) -> str:
    """Write the statement that inserts a row."""
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(row.values())})"


FILLING = [insertion(table, row) for table, row in ROWS.items()]
