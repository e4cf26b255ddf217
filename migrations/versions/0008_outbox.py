"""The outbox of mails."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TABLES = ("message",)


def upgrade() -> None:
    _message()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("handle", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_message")),
    )
    op.create_index(
        "ix_message_waiting", "message", ["sent_at", "given_up_at", "due_at"], unique=False
    )
