"""What each desk was told by mail, case by case, and which answers were told to their reporters.

No rowid on SQLite for what belongs to a case.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column(
        "complaint_told", sa.Column("cases", sa.Text(), nullable=False, server_default="[]")
    )
    op.create_table(
        "complaint_answer_told",
        sa.Column("complaint_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_answer_told_complaint_id"),
        ),
        sa.PrimaryKeyConstraint("complaint_id", "event", name=op.f("pk_complaint_answer_told")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("complaint_answer_told")
    op.drop_column("complaint_told", "cases")
