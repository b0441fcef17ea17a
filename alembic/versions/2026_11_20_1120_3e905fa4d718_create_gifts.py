"""Create gifts and the people they have to do with.

Revision ID: 3e905fa4d718
Revises: 2c84e61d5b07
Create Date: 2026-11-20 11:20:00.000000+00:00
"""

import sqlalchemy as sa
from alembic import op

from repositories.types import Moment, Money, right_now

revision = "3e905fa4d718"
down_revision = "2c84e61d5b07"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_gifts()
    create_gift_people()


def create_gifts() -> None:
    op.create_table(
        "gifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("occasion_id", sa.Integer()),
        sa.Column("price", Money(10, 2)),
        sa.Column("sale_price", Money(10, 2)),
        sa.Column("quantity", sa.Integer(), server_default="1", nullable=False),
        sa.Column("quantity_bought", sa.Integer(), server_default="0", nullable=False),
        sa.Column("stage", sa.String(10), server_default="idea", nullable=False),
        sa.Column("bought_on", sa.Date()),
        sa.Column("purchaser_id", sa.Integer()),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("notes", sa.Text()),
        sa.Column("file_id", sa.Text()),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.CheckConstraint("stage IN ('idea', 'planned', 'bought', 'received')", name=op.f("ck_gifts_stage")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_gifts_price_not_negative")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_gifts_quantity_positive")),
        sa.CheckConstraint(
            "quantity_bought BETWEEN 0 AND quantity", name=op.f("ck_gifts_quantity_bought_within_quantity")
        ),
        sa.CheckConstraint("sale_price >= 0", name=op.f("ck_gifts_sale_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_gifts_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasions.id"], name=op.f("fk_gifts_occasion_id_occasions"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["purchaser_id"], ["persons.id"], name=op.f("fk_gifts_purchaser_id_persons"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gifts")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_gifts_family_id_occasion_id", "gifts", ["family_id", "occasion_id"])
    op.create_index("ix_gifts_occasion_id", "gifts", ["occasion_id"])
    op.create_index("ix_gifts_purchaser_id", "gifts", ["purchaser_id"])


def create_gift_people() -> None:
    op.create_table(
        "gift_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("gift_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(12), server_default="recipient", nullable=False),
        sa.Column("amount", Money(10, 2)),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.CheckConstraint("role IN ('recipient', 'purchaser', 'contributor')", name=op.f("ck_gift_people_role")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_gift_people_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_gift_people_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["gift_id"], ["gifts.id"], name=op.f("fk_gift_people_gift_id_gifts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_gift_people_person_id_persons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_people")),
        sa.UniqueConstraint("gift_id", "person_id", "role", name="uq_gift_person_role"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_gift_people_person_id_role", "gift_people", ["person_id", "role"])


def downgrade() -> None:
    op.drop_table("gift_people")
    op.drop_table("gifts")
