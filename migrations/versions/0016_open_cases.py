"""An index of open cases alone, with all that the desk counts and sorts by."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

OPEN = "state IN ('received', 'verified', 'in_progress', 'waiting')"


def upgrade() -> None:
    op.create_index(
        "ix_complaint_open",
        "complaint",
        [
            *("state", "handling_unit_id", "desk", "klass", "next_due_on", "at_risk_on"),
            *("waits_until", "assignee_id", "is_appeal", "released_on", "erased_on"),
        ],
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )


def downgrade() -> None:
    op.drop_index("ix_complaint_open", table_name="complaint")
