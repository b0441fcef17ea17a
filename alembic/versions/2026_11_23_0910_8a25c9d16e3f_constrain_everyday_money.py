"""Hold everyday money to its rules, find it fast, and let it begin: categories, and what was spent on gifts.

Revision ID: 8a25c9d16e3f
Revises: 7f14b8c05d2e
Create Date: 2026-11-23 09:10:00.000000+00:00
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from repositories.types import new_uuid

revision = "8a25c9d16e3f"
down_revision = "7f14b8c05d2e"
branch_labels = None
depends_on = None

CATEGORIES = (
    ("Food", "#ef4444", "🍔"),
    ("Transport", "#3b82f6", "🚗"),
    ("Shopping", "#10b981", "🛍️"),
    ("Bills", "#f59e0b", "💳"),
    ("Entertainment", "#8b5cf6", "🎬"),
    ("Health", "#ec4899", "🏥"),
    ("Gifts", "#14b8a6", "🎁"),
)
FAMILIES = sa.table("families", sa.column("id"))
NAMES = ("id", "family_id", "name", "name_key", "color", "icon", "is_default", "of_gifts")
MADE = sa.table("categories", *map(sa.column, NAMES))
KNOWN = MADE.alias("known")
COUNT_GIFTS = """
INSERT INTO expenses (family_id, person_id, category_id, amount, currency, date, gift_id)
SELECT gifts.family_id, purchaser_id, categories.id, coalesce(sale_price, price) * quantity_bought, currency,
    coalesce(bought_on, date(gifts.created_at)), gifts.id
FROM gifts JOIN categories ON categories.family_id = gifts.family_id AND of_gifts
WHERE stage <> 'idea' AND removed_at IS NULL AND coalesce(sale_price, price) * quantity_bought > 0
    AND NOT EXISTS (SELECT 1 FROM expenses WHERE gift_id = gifts.id)
"""


def upgrade() -> None:
    constrain()
    index()
    make_categories()
    count_gifts()


def downgrade() -> None:
    drop_indexes()
    drop_constraints()


def only_where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def constrain() -> None:
    with op.batch_alter_table("categories") as table:
        table.create_unique_constraint(op.f("uq_categories_family_id_name_key"), ["family_id", "name_key"])
    with op.batch_alter_table("budgets") as table:
        table.create_check_constraint(op.f("ck_budgets_period"), "period IN ('daily', 'weekly', 'monthly', 'yearly')")
        table.create_check_constraint(op.f("ck_budgets_amount_not_negative"), "amount >= 0")
        table.create_check_constraint(op.f("ck_budgets_end_date_not_before_start_date"), "end_date >= start_date")
    with op.batch_alter_table("recurring_expenses") as table:
        table.create_check_constraint(
            op.f("ck_recurring_expenses_payment_method"),
            "payment_method IN ('cash', 'card', 'transfer', 'digital_wallet', 'other')",
        )
        table.create_check_constraint(op.f("ck_recurring_expenses_unit"), "unit IN ('day', 'week', 'month', 'year')")
        table.create_check_constraint(op.f("ck_recurring_expenses_amount_positive"), "amount > 0")
        table.create_check_constraint(op.f("ck_recurring_expenses_every_positive"), "every > 0")
    with op.batch_alter_table("repayments") as table:
        table.create_check_constraint(op.f("ck_repayments_amount_positive"), "amount > 0")
        table.create_check_constraint(op.f("ck_repayments_between_two"), "payer_id <> receiver_id")
    with op.batch_alter_table("expenses") as table:
        table.create_check_constraint(
            op.f("ck_expenses_payment_method"),
            "payment_method IN ('cash', 'card', 'transfer', 'digital_wallet', 'other')",
        )
        table.create_check_constraint(op.f("check_amount_positive"), "amount > 0")
        table.create_check_constraint(op.f("ck_expenses_somebodys"), "user_id IS NOT NULL OR gift_id IS NOT NULL")
        table.create_unique_constraint(op.f("uq_expenses_recurring_id_date"), ["recurring_id", "date"])
    with op.batch_alter_table("expense_shares") as table:
        table.create_check_constraint(op.f("ck_expense_shares_amount_not_negative"), "amount >= 0")
        table.create_unique_constraint(op.f("uq_expense_shares_expense_id_person_id"), ["expense_id", "person_id"])


def index() -> None:
    op.create_index("uq_categories_of_gifts", "categories", ["family_id"], unique=True, **only_where("of_gifts"))
    op.create_index("ix_imported_files_created_at", "imported_files", ["created_at"])
    op.create_index("ix_imported_files_user_id", "imported_files", ["user_id"])
    op.create_index("ix_budgets_category_id", "budgets", ["category_id"])
    op.create_index("ix_budgets_family_id", "budgets", ["family_id"])
    op.create_index(
        "uq_budgets_open",
        "budgets",
        ["family_id", "category_id", "period"],
        unique=True,
        **only_where("end_date IS NULL AND category_id IS NOT NULL"),
    )
    op.create_index(
        "uq_budgets_open_of_all",
        "budgets",
        ["family_id", "period"],
        unique=True,
        **only_where("end_date IS NULL AND category_id IS NULL"),
    )
    op.create_index("ix_recurring_expenses_category_id", "recurring_expenses", ["category_id"])
    op.create_index("ix_recurring_expenses_conversation_id", "recurring_expenses", ["conversation_id"])
    op.create_index("ix_recurring_expenses_family_id", "recurring_expenses", ["family_id"])
    op.create_index(
        "ix_recurring_expenses_next_on",
        "recurring_expenses",
        ["next_on"],
        **only_where("next_on IS NOT NULL AND paused_at IS NULL"),
    )
    op.create_index("ix_recurring_expenses_person_id", "recurring_expenses", ["person_id"])
    op.create_index("ix_recurring_expenses_user_id", "recurring_expenses", ["user_id"])
    op.create_index(
        "ix_repayments_family_id", "repayments", ["family_id", "currency", "payer_id", "receiver_id", "amount"]
    )
    op.create_index("ix_repayments_payer_id", "repayments", ["payer_id"])
    op.create_index("ix_repayments_receiver_id", "repayments", ["receiver_id"])
    op.create_index("ix_repayments_user_id", "repayments", ["user_id"])
    op.create_index("ix_expenses_category_id", "expenses", ["category_id"])
    op.create_index("ix_expenses_family_id_amount", "expenses", ["family_id", "amount"])
    op.create_index("ix_expenses_family_id_date", "expenses", ["family_id", "date", "id"])
    op.create_index("ix_expenses_family_id_description_key", "expenses", ["family_id", "description_key", "id"])
    op.create_index("ix_expenses_family_id_word", "expenses", ["family_id", "word", "id"])
    op.create_index(
        "ix_expenses_of_gifts", "expenses", ["family_id", "date", "id"], **only_where("gift_id IS NOT NULL")
    )
    op.create_index("ix_expenses_person_id", "expenses", ["person_id"])
    op.create_index(
        "ix_expenses_sums",
        "expenses",
        ["family_id", "date", "currency", "category_id", "person_id", "user_id", "amount", "gift_id"],
        **only_where("gift_id IS NULL"),
    )
    op.create_index(
        "ix_expenses_tagged",
        "expenses",
        ["family_id", "date", "currency", "tags", "amount", "gift_id"],
        **only_where("tags <> '[]'"),
    )
    op.create_index("uq_expenses_gift_id", "expenses", ["gift_id"], unique=True, **only_where("gift_id IS NOT NULL"))
    op.create_index("ix_expenses_user_id", "expenses", ["user_id"])
    op.create_index("ix_expense_shares_family_id", "expense_shares", ["family_id", "expense_id", "person_id", "amount"])
    op.create_index("ix_expense_shares_person_id", "expense_shares", ["person_id"])


def make_categories() -> None:
    """Give each family that has none the categories of a new one; the last of them tells who has some."""
    for place, (name, color, icon) in enumerate(CATEGORIES):
        made = {
            # Categories are listed by their keys.
            "id": sa.cast(f"{place:08x}" + sa.func.substr(sa.cast(new_uuid(), sa.String), 9), sa.Uuid()),
            "family_id": FAMILIES.c.id,
            "name": sa.literal(name),
            "name_key": sa.literal(name.lower()),
            "color": sa.literal(color),
            "icon": sa.literal(icon),
            "is_default": sa.true(),
            "of_gifts": sa.literal(name == "Gifts"),
        }
        known = sa.exists().where(KNOWN.c.family_id == FAMILIES.c.id, KNOWN.c.of_gifts)
        op.execute(MADE.insert().from_select(list(made), sa.select(*made.values()).where(~known)))


def count_gifts() -> None:
    """Note what was spent on the gifts that are bought."""
    op.execute(sa.text(COUNT_GIFTS))


def drop_indexes() -> None:
    op.drop_index("ix_expense_shares_person_id", "expense_shares")
    op.drop_index("ix_expense_shares_family_id", "expense_shares")
    op.drop_index("ix_expenses_user_id", "expenses")
    op.drop_index("uq_expenses_gift_id", "expenses")
    op.drop_index("ix_expenses_tagged", "expenses")
    op.drop_index("ix_expenses_sums", "expenses")
    op.drop_index("ix_expenses_person_id", "expenses")
    op.drop_index("ix_expenses_of_gifts", "expenses")
    op.drop_index("ix_expenses_family_id_word", "expenses")
    op.drop_index("ix_expenses_family_id_description_key", "expenses")
    op.drop_index("ix_expenses_family_id_date", "expenses")
    op.drop_index("ix_expenses_family_id_amount", "expenses")
    op.drop_index("ix_expenses_category_id", "expenses")
    op.drop_index("ix_repayments_user_id", "repayments")
    op.drop_index("ix_repayments_receiver_id", "repayments")
    op.drop_index("ix_repayments_payer_id", "repayments")
    op.drop_index("ix_repayments_family_id", "repayments")
    op.drop_index("ix_recurring_expenses_user_id", "recurring_expenses")
    op.drop_index("ix_recurring_expenses_person_id", "recurring_expenses")
    op.drop_index("ix_recurring_expenses_next_on", "recurring_expenses")
    op.drop_index("ix_recurring_expenses_family_id", "recurring_expenses")
    op.drop_index("ix_recurring_expenses_conversation_id", "recurring_expenses")
    op.drop_index("ix_recurring_expenses_category_id", "recurring_expenses")
    op.drop_index("uq_budgets_open_of_all", "budgets")
    op.drop_index("uq_budgets_open", "budgets")
    op.drop_index("ix_budgets_family_id", "budgets")
    op.drop_index("ix_budgets_category_id", "budgets")
    op.drop_index("ix_imported_files_user_id", "imported_files")
    op.drop_index("ix_imported_files_created_at", "imported_files")
    op.drop_index("uq_categories_of_gifts", "categories")


def drop_constraints() -> None:
    with op.batch_alter_table("expense_shares") as table:
        table.drop_constraint(op.f("ck_expense_shares_amount_not_negative"), type_="check")
        table.drop_constraint(op.f("uq_expense_shares_expense_id_person_id"), type_="unique")
    with op.batch_alter_table("expenses") as table:
        table.drop_constraint(op.f("ck_expenses_payment_method"), type_="check")
        table.drop_constraint(op.f("check_amount_positive"), type_="check")
        table.drop_constraint(op.f("ck_expenses_somebodys"), type_="check")
        table.drop_constraint(op.f("uq_expenses_recurring_id_date"), type_="unique")
    with op.batch_alter_table("repayments") as table:
        table.drop_constraint(op.f("ck_repayments_amount_positive"), type_="check")
        table.drop_constraint(op.f("ck_repayments_between_two"), type_="check")
    with op.batch_alter_table("recurring_expenses") as table:
        table.drop_constraint(op.f("ck_recurring_expenses_payment_method"), type_="check")
        table.drop_constraint(op.f("ck_recurring_expenses_unit"), type_="check")
        table.drop_constraint(op.f("ck_recurring_expenses_amount_positive"), type_="check")
        table.drop_constraint(op.f("ck_recurring_expenses_every_positive"), type_="check")
    with op.batch_alter_table("budgets") as table:
        table.drop_constraint(op.f("ck_budgets_period"), type_="check")
        table.drop_constraint(op.f("ck_budgets_amount_not_negative"), type_="check")
        table.drop_constraint(op.f("ck_budgets_end_date_not_before_start_date"), type_="check")
    with op.batch_alter_table("categories") as table:
        table.drop_constraint(op.f("uq_categories_family_id_name_key"), type_="unique")
