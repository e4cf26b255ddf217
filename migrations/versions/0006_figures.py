"""Figures: the live release, closed months, the evidence per officer."""

import sqlalchemy as sa
from alembic import op
from append_only import protect, unprotect

revision = "0006"
down_revision = "0005"

SUBJECTS = "subject_type IN ('unit', 'location', 'counter', 'service', 'officer')"


def upgrade() -> None:
    _live()
    _closed()
    _appraisal()
    protect("closed_figure", ("extract_id", "slot"))
    protect("closing", ("slot", "extract_id"))
    protect("appraisal_record", ("extract_id", "slot"))
    # A month that was closed cannot be opened again behind the portal's back.
    protect("closed_month", ("month",))


def _live() -> None:
    op.create_table(
        "live_figure",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("subject_type", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint(SUBJECTS, name=op.f("ck_live_figure_subject_type_word")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_live_figure_unit_id")),
        sa.PrimaryKeyConstraint("month", "subject_type", "subject_id", name=op.f("pk_live_figure")),
    )
    op.create_index(op.f("ix_live_figure_unit_id"), "live_figure", ["unit_id"], unique=False)
    op.create_table(
        "release_night",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("month", "number", name=op.f("pk_release_night")),
    )


def _closed() -> None:
    op.create_table(
        "closed_figure",
        sa.Column("extract_id", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("schema", sa.SmallInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("public", sa.Text(), nullable=True),
        sa.Column("sums", sa.Text(), nullable=False),
        sa.CheckConstraint(SUBJECTS, name=op.f("ck_closed_figure_subject_type_word")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_closed_figure_unit_id")),
        sa.PrimaryKeyConstraint("extract_id", name=op.f("pk_closed_figure")),
        sa.UniqueConstraint("slot", name=op.f("uq_closed_figure_slot")),
    )
    op.create_index(op.f("ix_closed_figure_unit_id"), "closed_figure", ["unit_id"], unique=False)
    op.create_index(
        "ix_closed_figure_subject",
        "closed_figure",
        ["subject_type", "subject_id", "period"],
        unique=False,
    )
    op.create_index(
        "ix_closed_figure_period", "closed_figure", ["period", "subject_type"], unique=False
    )


def _appraisal() -> None:
    op.create_table(
        "closing",
        sa.Column("slot", sa.String(length=12), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("extract_id", sa.String(length=32), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("closed_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewed", sa.Text(), nullable=False),
        sa.Column("definition", sa.String(length=80), nullable=False),
        sa.Column("weight", sa.String(length=10), nullable=False),
        sa.Column("audit_sequence", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.String(length=64), nullable=False),
        sa.Column("schema", sa.SmallInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_closing")),
        sa.UniqueConstraint("extract_id", name=op.f("uq_closing_extract_id")),
    )
    op.create_index(op.f("ix_closing_month"), "closing", ["month"], unique=False)
    op.create_table(
        "appraisal_record",
        sa.Column("extract_id", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("schema", sa.SmallInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_appraisal_record_officer_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_appraisal_record_unit_id")),
        sa.PrimaryKeyConstraint("extract_id", name=op.f("pk_appraisal_record")),
        sa.UniqueConstraint("slot", name=op.f("uq_appraisal_record_slot")),
    )
    for name, columns in (
        (op.f("ix_appraisal_record_officer_id"), ["officer_id"]),
        (op.f("ix_appraisal_record_unit_id"), ["unit_id"]),
        ("ix_appraisal_record_month", ["month", "revision"]),
    ):
        op.create_index(name, "appraisal_record", columns, unique=False)


def downgrade() -> None:
    for table in ("closed_month", "appraisal_record", "closing", "closed_figure"):
        unprotect(table)
    for table in ("appraisal_record", "closing", "closed_figure", "release_night", "live_figure"):
        op.drop_table(table)
