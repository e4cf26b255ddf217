"""What staff add: check-ins, leave, paper sheets, targets, objections, looks."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TABLES = (
    "check_in",
    "leave",
    "paper_entry",
    "paper_check",
    "target",
    "objection",
    "look",
)


def upgrade() -> None:
    _check_in()
    _leave()
    _paper_entry()
    _paper_check()
    _target()
    _objection()
    _look()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _check_in() -> None:
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("desk", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counter.id"], name=op.f("fk_check_in_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_check_in_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
    )
    op.create_index(
        "ix_check_in_counter_id_on_date", "check_in", ["counter_id", "on_date"], unique=False
    )
    op.create_index(op.f("ix_check_in_officer_id"), "check_in", ["officer_id"], unique=False)


def _leave() -> None:
    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_leave_order")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_leave_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index(op.f("ix_leave_officer_id"), "leave", ["officer_id"], unique=False)


def _paper_entry() -> None:
    op.create_table(
        "paper_entry",
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("rating_id", sa.BigInteger(), nullable=False),
        sa.Column("typed_by", sa.Integer(), nullable=False),
        sa.Column("typed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["typed_by"], ["person.id"], name=op.f("fk_paper_entry_typed_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_paper_entry_unit_id")),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_paper_entry")),
        sa.UniqueConstraint("rating_id", name=op.f("uq_paper_entry_rating_id")),
    )
    op.create_index(op.f("ix_paper_entry_month"), "paper_entry", ["month"], unique=False)
    op.create_index(op.f("ix_paper_entry_typed_by"), "paper_entry", ["typed_by"], unique=False)
    op.create_index(op.f("ix_paper_entry_unit_id"), "paper_entry", ["unit_id"], unique=False)


def _paper_check() -> None:
    op.create_table(
        "paper_check",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["person.id"], name=op.f("fk_paper_check_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["serial"], ["paper_entry.serial"], name=op.f("fk_paper_check_serial")
        ),
        sa.PrimaryKeyConstraint("month", "serial", name=op.f("pk_paper_check")),
    )
    op.create_index(op.f("ix_paper_check_checked_by"), "paper_check", ["checked_by"], unique=False)


def _target() -> None:
    op.create_table(
        "target",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("indicator", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.CheckConstraint("indicator IN ('index', 'overall')", name=op.f("ck_target_indicator")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_target_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "year", "indicator", name=op.f("pk_target")),
    )


def _objection() -> None:
    op.create_table(
        "objection",
        sa.Column("handle", sa.String(length=12), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("affected", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('attribution', 'answer')", name=op.f("ck_objection_kind")),
        sa.CheckConstraint(
            "state IN ('open', 'upheld', 'rejected', 'withdrawn')", name=op.f("ck_objection_state")
        ),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counter.id"], name=op.f("fk_objection_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_objection_officer_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_objection_unit_id")),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_objection")),
    )
    op.create_index(op.f("ix_objection_counter_id"), "objection", ["counter_id"], unique=False)
    op.create_index("ix_objection_month", "objection", ["month", "state"], unique=False)
    op.create_index(op.f("ix_objection_officer_id"), "objection", ["officer_id"], unique=False)
    op.create_index(op.f("ix_objection_unit_id"), "objection", ["unit_id"], unique=False)


def _look() -> None:
    op.create_table(
        "look",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_look_officer_id")),
        sa.PrimaryKeyConstraint("officer_id", "on_date", "role", name=op.f("pk_look")),
    )
