"""${message}.

Before you commit this: name it as an order, and let `make format` lay it out. `downgrade` takes back all that `upgrade`
does, and neither loses a row. Alter tables in `op.batch_alter_table`, since SQLite rebuilds them; a rebuilt `messages`
has lost its trigger: make it again. Types and defaults come from repositories.types, so that each engine gets its own;
models are never imported, as they change later and this file does not.

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}
"""

import sqlalchemy as sa
from alembic import op
% if imports:

${imports}
% endif

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """${message}."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Take it back."""
    ${downgrades if downgrades else "pass"}
