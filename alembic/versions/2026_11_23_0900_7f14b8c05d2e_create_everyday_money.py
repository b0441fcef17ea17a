"""Create everyday money: categories, expenses and their limits, who owes whom, what recurs, and files to read in.

Revision ID: 7f14b8c05d2e
Revises: 6e03d7a94c1f
Create Date: 2026-11-23 09:00:00.000000+00:00
"""

import sqlalchemy as sa
from alembic import op

from repositories.types import Json, Moment, Money, Number, new_uuid, right_now

revision = "7f14b8c05d2e"
down_revision = "6e03d7a94c1f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_categories()
    create_imported_files()
    create_budgets()
    create_recurring_expenses()
    create_repayments()
    create_expenses()
    create_expense_shares()
    with op.batch_alter_table("alerts") as table:
        table.alter_column("period", type_=sa.String(60), existing_type=sa.String(20), existing_nullable=False)
    index_alerts_again()


def downgrade() -> None:
    op.execute("DELETE FROM alerts WHERE kind = 'limit'")
    with op.batch_alter_table("alerts") as table:
        table.alter_column("period", type_=sa.String(20), existing_type=sa.String(60), existing_nullable=False)
    index_alerts_again()
    op.drop_table("expense_shares")
    op.drop_table("expenses")
    op.drop_table("repayments")
    op.drop_table("recurring_expenses")
    op.drop_table("budgets")
    op.drop_table("imported_files")
    op.drop_table("categories")


def index_alerts_again() -> None:
    """Let the index of what stands be the latest: of two that serve alike, SQLite takes that one."""
    name, where = "ix_alerts_occasion_id_standing", sa.text("fell_at IS NULL")
    op.drop_index(name, "alerts")
    op.create_index(name, "alerts", ["occasion_id"], sqlite_where=where, postgresql_where=where)


def create_categories() -> None:
    op.create_table(
        "categories",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("aliases", Json, server_default="[]", nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("color", sa.String(7), server_default="#3182ce", nullable=False),
        sa.Column("icon", sa.String(16), server_default=sa.text("''"), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("of_gifts", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_categories_family_id_families"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
    )


def create_imported_files() -> None:
    op.create_table(
        "imported_files",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("mapping", Json, server_default="{}", nullable=False),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_imported_files_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_imported_files_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_files")),
    )


def create_budgets() -> None:
    op.create_table(
        "budgets",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Uuid()),
        sa.Column("amount", Money(12, 2), nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("period", sa.String(10), server_default="monthly", nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date()),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_budgets_category_id_categories"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_budgets_family_id_families"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budgets")),
    )


def create_recurring_expenses() -> None:
    op.create_table(
        "recurring_expenses",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid()),
        sa.Column("amount", Money(12, 2), nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("description", sa.String(200), server_default=sa.text("''"), nullable=False),
        sa.Column("payment_method", sa.String(14), server_default="other", nullable=False),
        sa.Column("tags", Json, server_default="[]", nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("every", sa.Integer(), server_default="1", nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("paused_at", Moment()),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.id"],
            name=op.f("fk_recurring_expenses_category_id_categories"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_recurring_expenses_conversation_id_conversations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_recurring_expenses_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_recurring_expenses_person_id_persons"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_recurring_expenses_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurring_expenses")),
    )


def create_repayments() -> None:
    op.create_table(
        "repayments",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("payer_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("amount", Money(12, 2), nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_repayments_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["payer_id"], ["persons.id"], name=op.f("fk_repayments_payer_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["receiver_id"], ["persons.id"], name=op.f("fk_repayments_receiver_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_repayments_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayments")),
    )


def create_expenses() -> None:
    op.create_table(
        "expenses",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid()),
        sa.Column("person_id", sa.Integer()),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("amount", Money(12, 2), nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("description", sa.String(200), server_default=sa.text("''"), nullable=False),
        sa.Column("description_key", sa.Text()),
        sa.Column("word", sa.Text()),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("payment_method", sa.String(14), server_default="other", nullable=False),
        sa.Column("tags", Json, server_default="[]", nullable=False),
        sa.Column("notes", sa.Text()),
        sa.Column("receipt", sa.Text()),
        sa.Column("gift_id", Number),
        sa.Column("recurring_id", sa.Uuid()),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_expenses_category_id_categories"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_expenses_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gifts.id"], name=op.f("fk_expenses_gift_id_gifts"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_expenses_person_id_persons"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["recurring_id"],
            ["recurring_expenses.id"],
            name=op.f("fk_expenses_recurring_id_recurring_expenses"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_expenses_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expenses")),
    )


def create_expense_shares() -> None:
    op.create_table(
        "expense_shares",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("expense_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("amount", Money(12, 2), nullable=False),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["expense_id"], ["expenses.id"], name=op.f("fk_expense_shares_expense_id_expenses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_expense_shares_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_expense_shares_person_id_persons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_shares")),
    )
