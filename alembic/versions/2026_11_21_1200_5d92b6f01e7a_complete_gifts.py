"""Complete gifts: their currency, their removal, what is planned of a budget, and which occasions were followed up.

Revision ID: 5d92b6f01e7a
Revises: 4a17c3d8be62
Create Date: 2026-11-21 12:00:00.000000+00:00
"""

import sqlalchemy as sa
from alembic import op

from repositories.types import Moment, Money

revision = "5d92b6f01e7a"
down_revision = "4a17c3d8be62"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("gifts", sa.Column("currency", sa.CHAR(3), server_default="USD", nullable=False))
    op.execute("UPDATE gifts SET currency = (SELECT currency FROM families WHERE families.id = gifts.family_id)")
    op.add_column("gifts", sa.Column("removed_at", Moment()))
    op.create_index("ix_gift_people_person_id_role_gift_id", "gift_people", ["person_id", "role", "gift_id"])
    op.add_column("person_occasions", sa.Column("budget_planned", Money(10, 2), server_default="0", nullable=False))
    op.add_column("occasions", sa.Column("rolled_over_at", Moment()))
    op.create_index(
        "ix_occasions_not_rolled_over",
        "occasions",
        ["date"],
        sqlite_where=sa.text("rolled_over_at IS NULL AND series_id IS NOT NULL"),
        postgresql_where=sa.text("rolled_over_at IS NULL AND series_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_occasions_not_rolled_over", "occasions")
    op.drop_column("occasions", "rolled_over_at")
    op.drop_column("person_occasions", "budget_planned")
    op.drop_index("ix_gift_people_person_id_role_gift_id", "gift_people")
    op.drop_column("gifts", "removed_at")
    op.drop_column("gifts", "currency")
