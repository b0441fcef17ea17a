"""One of every kind of message that Telegram has, and of every other kind of update, as the Bot API writes them."""

from typing import Any

Json = dict[str, Any]

USER: Json = {"id": 777, "is_bot": False, "first_name": "Zed"}
CHANNEL: Json = {"id": -1009999999999, "type": "channel", "title": "News"}
_FILE: Json = {"file_id": "file", "file_unique_id": "unique", "file_size": 1000}
_PHOTO: list[Json] = [{**_FILE, "width": 90, "height": 90}]
_TEXT: Json = {"text": "x"}
_MONEY: Json = {"currency": "EUR", "total_amount": 100}
_PAID: Json = {**_MONEY, "invoice_payload": "p", "telegram_payment_charge_id": "c", "provider_payment_charge_id": "d"}
_CHAT_CHOICE: Json = {"winner_count": 1, "chats": [CHANNEL], "winners_selection_date": 1}
_TASK: Json = {"id": 1, "text": "Buy tea"}
_OPTION: Json = {"text": "Yes", "voter_count": 0, "persistent_id": "1"}
POLL: Json = {
    "id": "1",
    "question": "Tea?",
    "options": [_OPTION, {**_OPTION, "text": "No", "persistent_id": "2"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}

CAPTIONED: tuple[Json, ...] = (
    {"photo": _PHOTO},
    {"video": {**_FILE, "width": 9, "height": 9, "duration": 3}},
    {"animation": {**_FILE, "width": 9, "height": 9, "duration": 3}, "document": _FILE},
    {"document": {**_FILE, "file_name": "list.pdf"}},
    {"audio": {**_FILE, "duration": 3}},
    {"voice": {**_FILE, "duration": 3}},
    {"paid_media": {"star_count": 1, "paid_media": [{"type": "preview"}]}},
)
"""What may have words below it."""

WORDLESS: tuple[Json, ...] = (
    {
        "sticker": {
            **_FILE,
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "🎁",
        }
    },
    {"poll": POLL},
    {"location": {"longitude": 1.5, "latitude": 2.5}},
    {"venue": {"location": {"longitude": 1.5, "latitude": 2.5}, "title": "Shop", "address": "Street"}},
    {"contact": {"phone_number": "+1", "first_name": "Mom", "user_id": 5}},
    {"dice": {"emoji": "🎲", "value": 6}},
    {"video_note": {**_FILE, "length": 9, "duration": 3}},
    {"game": {"title": "Chess", "description": "A game", "photo": _PHOTO}},
    {"invoice": {"title": "Tea", "description": "A tea", "start_parameter": "", **_MONEY}},
    {"story": {"chat": CHANNEL, "id": 1}},
    {"giveaway": _CHAT_CHOICE},
    {"checklist": {"title": "Gifts", "tasks": [_TASK]}},
    {},
)
"""What comes without words."""

SERVICE: tuple[Json, ...] = (
    {"new_chat_members": [USER]},
    {"left_chat_member": USER},
    {"new_chat_title": "\u202etitle\x00"},
    {"new_chat_photo": _PHOTO},
    {"delete_chat_photo": True},
    {"group_chat_created": True},
    {"supergroup_chat_created": True},
    {"channel_chat_created": True},
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    {"pinned_message": {"message_id": 1, "date": 0, "chat": CHANNEL}},
    {"successful_payment": _PAID},
    {"refunded_payment": {**_PAID, "currency": "XTR"}},
    {"users_shared": {"request_id": 1, "users": [{"user_id": 5}]}},
    {"chat_shared": {"request_id": 1, "chat_id": -5}},
    {"connected_website": "example.org"},
    {"write_access_allowed": {}},
    {"passport_data": {"data": [], "credentials": {"data": "d", "hash": "h", "secret": "s"}}},
    {"proximity_alert_triggered": {"traveler": USER, "watcher": USER, "distance": 3}},
    {"boost_added": {"boost_count": 1}},
    {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🎄"}}},
    {"forum_topic_created": {"name": "Gifts", "icon_color": 1}},
    {"forum_topic_edited": {"name": "Other"}},
    {"forum_topic_closed": {}},
    {"forum_topic_reopened": {}},
    {"general_forum_topic_hidden": {}},
    {"general_forum_topic_unhidden": {}},
    {"giveaway_created": {}},
    {"giveaway_completed": {"winner_count": 1}},
    {
        "giveaway_winners": {
            "chat": CHANNEL,
            "giveaway_message_id": 1,
            "winners_selection_date": 1,
            "winner_count": 0,
            "winners": [],
        }
    },
    {"video_chat_scheduled": {"start_date": 1}},
    {"video_chat_started": {}},
    {"video_chat_ended": {"duration": 1}},
    {"video_chat_participants_invited": {"users": [USER]}},
    {"web_app_data": {"data": "\x00", "button_text": "b"}},
    {"checklist_tasks_done": {"marked_as_done_task_ids": [1]}},
    {"checklist_tasks_added": {"tasks": [_TASK]}},
    {"paid_message_price_changed": {"paid_message_star_count": 1}},
    {"direct_message_price_changed": {"are_direct_messages_enabled": True}},
    {"something_of_next_year": {"a": [1, None, {"b": "c"}]}},
)
"""What Telegram itself says in a chat."""

_SENT: Json = {"message_id": 5, "date": 1, "chat": CHANNEL, "sender_chat": CHANNEL, "text": "/budget mom christmas 1"}
_TAPPED: Json = {"id": "9", "from": USER, "chat_instance": "1"}

OTHER: tuple[Json, ...] = (
    {"channel_post": _SENT},
    {"edited_channel_post": {**_SENT, "edit_date": 2}},
    {"business_message": {**_SENT, "business_connection_id": "b", "from": USER}},
    {"edited_business_message": {**_SENT, "business_connection_id": "b", "from": USER, "edit_date": 2}},
    {"deleted_business_messages": {"business_connection_id": "b", "chat": CHANNEL, "message_ids": [1]}},
    {"inline_query": {"id": "1", "from": USER, "query": "/undo", "offset": ""}},
    {"chosen_inline_result": {"result_id": "1", "from": USER, "query": "x"}},
    {
        "shipping_query": {
            "id": "1",
            "from": USER,
            "invoice_payload": "p",
            "shipping_address": {
                "country_code": "DE",
                "state": "",
                "city": "B",
                "street_line1": "",
                "street_line2": "",
                "post_code": "1",
            },
        }
    },
    {"pre_checkout_query": {"id": "1", "from": USER, "invoice_payload": "p", **_MONEY}},
    {"poll": POLL},
    {"poll_answer": {"poll_id": "1", "user": USER, "option_ids": [0], "option_persistent_ids": ["1"]}},
    {"chat_join_request": {"chat": CHANNEL, "from": USER, "user_chat_id": 777, "date": 1}},
    {
        "message_reaction": {
            "chat": CHANNEL,
            "message_id": 1,
            "user": USER,
            "date": 1,
            "old_reaction": [],
            "new_reaction": [],
        }
    },
    {"message_reaction_count": {"chat": CHANNEL, "message_id": 1, "date": 1, "reactions": []}},
    {
        "chat_boost": {
            "chat": CHANNEL,
            "boost": {
                "boost_id": "b",
                "add_date": 1,
                "expiration_date": 2,
                "source": {"source": "premium", "user": USER},
            },
        }
    },
    {"purchased_paid_media": {"from": USER, "paid_media_payload": "p"}},
    {"callback_query": {**_TAPPED, "data": "undo:1"}},
    {"callback_query": {**_TAPPED, "inline_message_id": "i", "data": "undo:1"}},
    {"callback_query": {**_TAPPED, "game_short_name": "chess"}},
    {"callback_query": {**_TAPPED, "data": "x", "message": {"chat": CHANNEL, "message_id": 5, "date": 0}}},
    {
        "my_chat_member": {
            "chat": CHANNEL,
            "from": USER,
            "date": 1,
            "old_chat_member": {"user": USER, "status": "left"},
            "new_chat_member": {"user": USER, "status": "member"},
        }
    },
    {"something_of_next_year": {"chat": CHANNEL, "from": USER, "text": "/undo"}},
    {"message": {"no": "message"}},
    {"message": None},
    {},
)
"""Updates of which the bot asked for none, or which have nothing in them that it could read."""
