"""Keep secrets and tell of overruns: who reads where, what is secret or revealed, wishes, and alerts.

Revision ID: 6e03d7a94c1f
Revises: 5d92b6f01e7a
Create Date: 2026-11-22 10:00:00.000000+00:00
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from repositories.types import Moment, Money, Number, new_uuid, right_now

revision = "6e03d7a94c1f"
down_revision = "5d92b6f01e7a"
branch_labels = None
depends_on = None

TOO_LARGE = 2_000_000_000
"""From where on a gift's key is one that the program made: SQL's integers end not far beyond."""


def upgrade() -> None:
    widen_keys(sa.BigInteger())
    op.add_column("gifts", sa.Column("secret", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("gifts", sa.Column("revealed_at", Moment()))
    op.add_column("conversations", sa.Column("digest_at", Moment()))
    op.create_index("ix_occasions_date", "occasions", ["date"])
    op.create_index("ix_conversations_digest_at", "conversations", ["digest_at"], **only_where("digest_at IS NOT NULL"))
    create_wishes()
    create_readers()
    create_alerts()


def downgrade() -> None:
    op.drop_table("alerts")
    op.drop_table("readers")
    op.drop_table("wishes")
    op.drop_index("ix_conversations_digest_at", "conversations")
    op.drop_index("ix_occasions_date", "occasions")
    op.drop_column("conversations", "digest_at")
    op.drop_column("gifts", "revealed_at")
    op.drop_column("gifts", "secret")
    shorten_keys()


def only_where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def widen_keys(kind: sa.types.TypeEngine[int]) -> None:
    """Let the keys of gifts be any number: SQLite's are already."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("gifts", "id", type_=kind)
        op.alter_column("gift_people", "gift_id", type_=kind)


def shorten_keys() -> None:
    """Number the gifts anew where their keys do not fit any more, behind all that do.

    The journal refers to them in JSON, so changes of such gifts can no longer be taken back.
    """
    bind = op.get_bind()
    on_postgresql = bind.dialect.name == "postgresql"
    gifts = sa.table("gifts", sa.column("id", sa.BigInteger()))
    fitting = sa.select(sa.func.coalesce(sa.func.max(gifts.c.id), 0)).where(gifts.c.id < TOO_LARGE)
    last = bind.execute(fitting).scalar_one()
    if on_postgresql:
        last = max(last, bind.exec_driver_sql("SELECT last_value FROM gifts_id_seq").scalar_one())
        op.drop_constraint("fk_gift_people_gift_id_gifts", "gift_people", type_="foreignkey")
    rows = bind.scalars(sa.select(gifts.c.id).where(gifts.c.id >= TOO_LARGE).order_by(gifts.c.id)).all()
    for number, key in enumerate(rows, last + 1):
        for statement in (
            "UPDATE gifts SET id = :new WHERE id = :old",
            "UPDATE gift_people SET gift_id = :new WHERE gift_id = :old",
        ):
            op.execute(sa.text(statement).bindparams(new=number, old=key))
    widen_keys(sa.Integer())
    if on_postgresql:
        op.create_foreign_key(
            "fk_gift_people_gift_id_gifts", "gift_people", "gifts", ["gift_id"], ["id"], ondelete="CASCADE"
        )
    if rows:
        count_on_from(last + len(rows))


def count_on_from(number: int) -> None:
    """Let the next gift that the database numbers come behind this one."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text("SELECT setval('gifts_id_seq', :last)").bindparams(last=number))
    else:
        op.execute(sa.text("UPDATE sqlite_sequence SET seq = :last WHERE name = 'gifts'").bindparams(last=number))


def create_wishes() -> None:
    op.create_table(
        "wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("gift_id", Number),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("price", Money(10, 2)),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("notes", sa.Text()),
        sa.Column("removed_at", Moment()),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.CheckConstraint("price >= 0", name=op.f("ck_wishes_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_wishes_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_wishes_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gifts.id"], name=op.f("fk_wishes_gift_id_gifts"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wishes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_wishes_family_id_person_id", "wishes", ["family_id", "person_id"])
    op.create_index("ix_wishes_gift_id", "wishes", ["gift_id"])
    op.create_index("ix_wishes_person_id", "wishes", ["person_id"])


def create_readers() -> None:
    op.create_table(
        "readers",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("telegram_chat_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("checked_at", Moment(), nullable=False),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_readers_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_readers_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readers")),
        sa.UniqueConstraint("telegram_chat_id", "user_id", name=op.f("uq_readers_telegram_chat_id_user_id")),
    )
    op.create_index("ix_readers_user_id", "readers", ["user_id"])


def create_alerts() -> None:
    kinds = "'recipient', 'purchaser', 'ceiling', 'limit', 'reminder'"
    unique = ("family_id", "kind", "budget_id", "period", "audience", "threshold", "arming")
    op.create_table(
        "alerts",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("budget_id", sa.BigInteger(), nullable=False),
        sa.Column("occasion_id", sa.Integer()),
        sa.Column("period", sa.String(20), server_default=sa.text("''"), nullable=False),
        sa.Column("audience", sa.String(60), server_default=sa.text("''"), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("arming", sa.Integer(), server_default="0", nullable=False),
        sa.Column("announced", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("fell_at", Moment()),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.CheckConstraint(f"kind IN ({kinds})", name=op.f("ck_alerts_kind")),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_alerts_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasions.id"], name=op.f("fk_alerts_occasion_id_occasions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint(*unique, name="uq_alerts_crossing"),
    )
    op.create_index("ix_alerts_occasion_id", "alerts", ["occasion_id"])
    op.create_index("ix_alerts_occasion_id_standing", "alerts", ["occasion_id"], **only_where("fell_at IS NULL"))
