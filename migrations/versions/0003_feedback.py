"""Questionnaires, ratings, comments."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
        sa.UniqueConstraint("kind", "version", name=op.f("uq_questionnaire_kind_version")),
    )
    op.create_table(
        "closed_month",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_closed_month")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_comment_counter_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_comment_officer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_comment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        # A hidden rowid would keep the order of arrival, which the random id is there to hide.
        sqlite_with_rowid=False,
    )
    op.create_index("ix_comment_unit_id_week", "comment", ["unit_id", "week"], unique=False)
    op.create_table(
        "rating",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket_key", sa.LargeBinary(length=16), nullable=True),
        sa.Column("content_digest", sa.LargeBinary(length=16), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("part_of_day", sa.String(length=5), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("attribution_source", sa.String(length=10), nullable=True),
        sa.Column("attribution_certainty", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("status_reason", sa.String(length=200), nullable=True),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("overall", sa.SmallInteger(), nullable=True),
        sa.Column("persyaratan", sa.SmallInteger(), nullable=True),
        sa.Column("prosedur", sa.SmallInteger(), nullable=True),
        sa.Column("waktu", sa.SmallInteger(), nullable=True),
        sa.Column("biaya", sa.SmallInteger(), nullable=True),
        sa.Column("produk", sa.SmallInteger(), nullable=True),
        sa.Column("kompetensi", sa.SmallInteger(), nullable=True),
        sa.Column("perilaku", sa.SmallInteger(), nullable=True),
        sa.Column("sarana", sa.SmallInteger(), nullable=True),
        sa.Column("pengaduan", sa.SmallInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("reason_explained", sa.Boolean(), nullable=True),
        sa.Column("asked_to_pay", sa.String(length=16), nullable=True),
        sa.Column("sex", sa.String(length=20), nullable=True),
        sa.Column("age_band", sa.String(length=20), nullable=True),
        sa.Column("education", sa.String(length=20), nullable=True),
        sa.Column("occupation", sa.String(length=20), nullable=True),
        sa.Column("sheet_row", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "asked_to_pay IN ('tidak', 'kuitansi', 'tanpa_kuitansi')",
            name=op.f("ck_rating_asked_to_pay_word"),
        ),
        sa.CheckConstraint(
            "attribution_certainty IN ('exact', 'likely', 'shared', 'unknown')",
            name=op.f("ck_rating_attribution_certainty_word"),
        ),
        sa.CheckConstraint(
            "attribution_source IN ('ticket', 'check_in', 'choice', 'roster', 'manual')",
            name=op.f("ck_rating_attribution_source_word"),
        ),
        sa.CheckConstraint(
            "channel IN ('qr', 'ticket', 'kiosk', 'link', 'paper', 'interview', 'telephone')",
            name=op.f("ck_rating_channel_word"),
        ),
        sa.CheckConstraint(
            "outcome IN ('selesai', 'diproses', 'dilengkapi', 'tidak_dilayani', 'bertanya')",
            name=op.f("ck_rating_outcome_word"),
        ),
        sa.CheckConstraint(
            "part_of_day IN ('pagi', 'siang')", name=op.f("ck_rating_part_of_day_word")
        ),
        sa.CheckConstraint(
            "status IN ('counts', 'quarantined', 'struck')", name=op.f("ck_rating_status_word")
        ),
        sa.CheckConstraint("tier IN ('A', 'B', 'C', 'D', 'E')", name=op.f("ck_rating_tier_word")),
        sa.CheckConstraint("biaya IN (-2, -1, 1, 2, 3, 4)", name=op.f("ck_rating_biaya_mark")),
        sa.CheckConstraint(
            "kompetensi IN (-2, -1, 1, 2, 3, 4)", name=op.f("ck_rating_kompetensi_mark")
        ),
        sa.CheckConstraint("overall IN (1, 2, 3, 4)", name=op.f("ck_rating_overall_mark")),
        sa.CheckConstraint(
            "pengaduan IN (-2, -1, 1, 2, 3, 4)", name=op.f("ck_rating_pengaduan_mark")
        ),
        sa.CheckConstraint(
            "perilaku IN (-2, -1, 1, 2, 3, 4)", name=op.f("ck_rating_perilaku_mark")
        ),
        sa.CheckConstraint(
            "persyaratan IN (-2, -1, 1, 2, 3, 4)", name=op.f("ck_rating_persyaratan_mark")
        ),
        sa.CheckConstraint("produk IN (-2, -1, 1, 2, 3, 4)", name=op.f("ck_rating_produk_mark")),
        sa.CheckConstraint(
            "prosedur IN (-2, -1, 1, 2, 3, 4)", name=op.f("ck_rating_prosedur_mark")
        ),
        sa.CheckConstraint("sarana IN (-2, -1, 1, 2, 3, 4)", name=op.f("ck_rating_sarana_mark")),
        sa.CheckConstraint("waktu IN (-2, -1, 1, 2, 3, 4)", name=op.f("ck_rating_waktu_mark")),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_rating_counter_id")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_rating_location_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_rating_officer_id")),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_rating_questionnaire_id")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_rating_service_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_rating_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("ticket_key", name=op.f("uq_rating_ticket_key")),
        # As above; and the rows of a month lie together, because the id begins with it.
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_rating_month"), "rating", ["month"], unique=False)
    op.create_index(
        "uq_rating_sheet",
        "rating",
        ["unit_id", "month", "sheet_row"],
        unique=True,
        sqlite_where=sa.text("sheet_row IS NOT NULL"),
        postgresql_where=sa.text("sheet_row IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("closed_month")
    op.drop_table("rating")
    op.drop_table("comment")
    op.drop_table("questionnaire")
