"""What an officer is asked about a case in the handler's own words, and the answer.

No rowid on SQLite, as for all that belongs to a case.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "case_question",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("complaint_id", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_case_question_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_case_question_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_case_question_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_question")),
        sqlite_with_rowid=False,
    )
    for column in ("asked_by", "complaint_id", "officer_id"):
        op.create_index(op.f(f"ix_case_question_{column}"), "case_question", [column], unique=False)


def downgrade() -> None:
    op.drop_table("case_question")
