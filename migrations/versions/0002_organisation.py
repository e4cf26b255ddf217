"""Units, locations, services, counters, officers, duty, calendar."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "holiday",
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("decree", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "kind IN ('libur_nasional', 'cuti_bersama', 'khusus')",
            name=op.f("ck_holiday_kind_word"),
        ),
        sa.PrimaryKeyConstraint("on_date", name=op.f("pk_holiday")),
    )
    op.create_table(
        "location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("hours", sa.String(length=100), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('kantor', 'mpp', 'keliling')", name=op.f("ck_location_kind_word")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
        sa.UniqueConstraint("code", name=op.f("uq_location_code")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("work_days", sa.SmallInteger(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint("work_days IN (5, 6)", name=op.f("ck_unit_work_days")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_table(
        "counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_counter_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["counter.id"], name=op.f("fk_counter_successor_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_counter_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("unit_id", "number", name=op.f("uq_counter_unit_id_number")),
    )
    op.create_index(op.f("ix_counter_location_id"), "counter", ["location_id"], unique=False)
    op.create_index(op.f("ix_counter_successor_id"), "counter", ["successor_id"], unique=False)
    op.create_table(
        "officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=True),
        sa.Column("internal_id", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("call_name", sa.String(length=80), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(nip IS NULL) = (kind = 'lainnya')", name=op.f("ck_officer_nip_by_kind")
        ),
        sa.CheckConstraint("kind IN ('pns', 'pppk', 'lainnya')", name=op.f("ck_officer_kind_word")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_officer_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sa.UniqueConstraint("handle", name=op.f("uq_officer_handle")),
        sa.UniqueConstraint("internal_id", name=op.f("uq_officer_internal_id")),
        sa.UniqueConstraint("nip", name=op.f("uq_officer_nip")),
    )
    op.create_index(op.f("ix_officer_unit_id"), "officer", ["unit_id"], unique=False)
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("tariff", sa.String(length=10), nullable=False),
        sa.Column("rupiah", sa.BigInteger(), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint("tariff IN ('gratis', 'berbayar')", name=op.f("ck_service_tariff_word")),
        sa.CheckConstraint("rupiah >= 0", name=op.f("ck_service_rupiah")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_service_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("code", name=op.f("uq_service_code")),
    )
    op.create_index(op.f("ix_service_unit_id"), "service", ["unit_id"], unique=False)
    op.create_table(
        "acting_appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=3), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("decree", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('plt', 'plh')", name=op.f("ck_acting_appointment_kind_word")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_acting_appointment_order")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_acting_appointment_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_acting_appointment_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acting_appointment")),
        sa.UniqueConstraint(
            "officer_id",
            "unit_id",
            "decree",
            name=op.f("uq_acting_appointment_officer_id_unit_id_decree"),
        ),
    )
    op.create_index(
        op.f("ix_acting_appointment_unit_id"), "acting_appointment", ["unit_id"], unique=False
    )
    op.create_table(
        "counter_code",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counter.id"], name=op.f("fk_counter_code_counter_id")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_counter_code")),
    )
    op.create_index(
        op.f("ix_counter_code_counter_id"), "counter_code", ["counter_id"], unique=False
    )
    op.create_table(
        "counter_service",
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counter.id"], name=op.f("fk_counter_service_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_counter_service_service_id")
        ),
        sa.PrimaryKeyConstraint("counter_id", "service_id", name=op.f("pk_counter_service")),
    )
    op.create_index(
        op.f("ix_counter_service_service_id"), "counter_service", ["service_id"], unique=False
    )
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("desk", sa.String(length=8), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_duty_order")),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_duty_counter_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_duty_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint(
            "officer_id",
            "on_date",
            "starts_at",
            "counter_id",
            name=op.f("uq_duty_officer_id_on_date_starts_at_counter_id"),
        ),
    )
    op.create_index("ix_duty_counter_id_on_date", "duty", ["counter_id", "on_date"], unique=False)
    op.create_table(
        "served",
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_served_number")),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_served_counter_id")),
        sa.PrimaryKeyConstraint("counter_id", "on_date", name=op.f("pk_served")),
    )
    op.create_index(op.f("ix_served_on_date"), "served", ["on_date"], unique=False)


def downgrade() -> None:
    op.drop_table("served")
    op.drop_table("duty")
    op.drop_table("counter_service")
    op.drop_table("counter_code")
    op.drop_table("acting_appointment")
    op.drop_table("service")
    op.drop_table("officer")
    op.drop_table("counter")
    op.drop_table("unit")
    op.drop_table("location")
    op.drop_table("holiday")
