"""Complaints: rule sets, cases with their clocks, messages, files, the identity vault.

No rowid on SQLite where an order of arrival would tell when an anonymous case came.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TABLES = (
    "complaint_removal",
    "complaint_manager",
    "reply_template",
    "rule_set",
    "complaint",
    "complaint_told",
    "saved_filter",
    "attachment",
    "clock_pause",
    "complaint_aftermath",
    "complaint_concerned",
    "complaint_cycle",
    "complaint_event",
    "complaint_note",
    "complaint_words",
    "complaint_working",
    "identity_opening",
    "sealed_identity",
)

OUTCOMES = (
    "selesai",
    "ditolak",
    "bukan_kewenangan",
    "tidak_lengkap",
    "duplikat",
    "arsip",
)
STEPS = (
    "filed",
    "released",
    "verified",
    "forwarded",
    "assigned",
    "asked",
    "written",
    "resumed",
    "extended",
    "noted",
    "answered",
    "closed",
    "confirmed",
    "reopened",
    "rated",
    "appealed",
    "escalated",
    "recalculated",
    "merged",
    "masked",
    "identity_asked",
    "identity_opened",
    "aftermath",
    "handed_over",
    "corrected",
    "erased",
)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def upgrade() -> None:
    _complaint_removal()
    _complaint_manager()
    _reply_template()
    _rule_set()
    _complaint()
    _complaint_told()
    _saved_filter()
    _attachment()
    _clock_pause()
    _complaint_aftermath()
    _complaint_concerned()
    _complaint_cycle()
    _complaint_event()
    _complaint_note()
    _complaint_words()
    _complaint_working()
    _identity_opening()
    _sealed_identity()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _complaint_removal() -> None:
    op.create_table(
        "complaint_removal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_removal")),
    )


def _complaint_manager() -> None:
    op.create_table(
        "complaint_manager",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_complaint_manager_unit_id")
        ),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_complaint_manager")),
    )


def _reply_template() -> None:
    op.create_table(
        "reply_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_reply_template_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_template")),
    )
    op.create_index(op.f("ix_reply_template_unit_id"), "reply_template", ["unit_id"], unique=False)


def _rule_set() -> None:
    op.create_table(
        "rule_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.String(length=200), nullable=False),
        sa.Column("verification_days", sa.SmallInteger(), nullable=False),
        sa.Column("first_step_days", sa.SmallInteger(), nullable=False),
        sa.Column("information_days", sa.SmallInteger(), nullable=False),
        sa.Column("aspiration_days", sa.SmallInteger(), nullable=False),
        sa.Column("complaint_days", sa.SmallInteger(), nullable=False),
        sa.Column("oversight_days", sa.SmallInteger(), nullable=False),
        sa.Column("silence_days", sa.SmallInteger(), nullable=False),
        sa.Column("incomplete_calendar_days", sa.SmallInteger(), nullable=False),
        sa.Column("pause_days", sa.SmallInteger(), nullable=False),
        sa.Column("extension_days", sa.SmallInteger(), nullable=False),
        sa.Column("reopen_days", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_rule_set_order")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_rule_set_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set")),
    )
    op.create_index(op.f("ix_rule_set_unit_id"), "rule_set", ["unit_id"], unique=False)


def _complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("receipt", sa.LargeBinary(length=32), nullable=True),
        sa.Column("ticket_key", sa.LargeBinary(length=16), nullable=True),
        sa.Column("is_noted", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("about", sa.String(length=12), nullable=False),
        sa.Column("klass", sa.String(length=12), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("story_masked", sa.Text(), nullable=True),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("happened_on", sa.String(length=80), nullable=False),
        sa.Column("loss", sa.Text(), nullable=False),
        sa.Column("identity", sa.String(length=14), nullable=False),
        sa.Column("may_publish", sa.Boolean(), nullable=False),
        sa.Column("public_text", sa.Text(), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("desk", sa.String(length=12), nullable=False),
        sa.Column("handling_unit_id", sa.Integer(), nullable=False),
        sa.Column("is_bypassed", sa.Boolean(), nullable=False),
        sa.Column("escalated_to_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("cycle", sa.SmallInteger(), nullable=False),
        sa.Column("is_appeal", sa.Boolean(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("at_risk_on", sa.Date(), nullable=True),
        sa.Column("waits_until", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=18), nullable=True),
        sa.Column("outcome_reason", sa.Text(), nullable=False),
        sa.Column("is_solved", sa.Boolean(), nullable=True),
        sa.Column("rated", sa.SmallInteger(), nullable=True),
        sa.Column("merged_into_id", sa.BigInteger(), nullable=True),
        sa.Column("lapor_number", sa.String(length=40), nullable=True),
        sa.Column("lapor_status", sa.String(length=40), nullable=True),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("held_reason", sa.String(length=200), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "about IN ('layanan', 'petugas', 'pimpinan', 'uang', 'belum_jelas')",
            name=op.f("ck_complaint_about_word"),
        ),
        sa.CheckConstraint(
            "channel IN ('qr', 'link', 'loket', 'surat', 'telepon', 'lapor')",
            name=op.f("ck_complaint_channel_word"),
        ),
        sa.CheckConstraint(
            "desk IN ('coordinator', 'unit', 'inspector')", name=op.f("ck_complaint_desk_word")
        ),
        sa.CheckConstraint(
            "identity IN ('tanpa_nama', 'dirahasiakan', 'terbuka')",
            name=op.f("ck_complaint_identity_word"),
        ),
        sa.CheckConstraint(
            "kind IN ('pengaduan', 'aspirasi', 'informasi', 'apresiasi')",
            name=op.f("ck_complaint_kind_word"),
        ),
        sa.CheckConstraint(
            "klass IN ('informasi', 'aspirasi', 'pengaduan', 'pengawasan', 'apresiasi')",
            name=op.f("ck_complaint_klass_word"),
        ),
        sa.CheckConstraint(
            f"outcome IN ({_listed(OUTCOMES)})", name=op.f("ck_complaint_outcome_word")
        ),
        sa.CheckConstraint(
            "state IN ('received', 'verified', 'in_progress', 'waiting', 'answered', 'closed')",
            name=op.f("ck_complaint_state_word"),
        ),
        sa.CheckConstraint("rated IN (1, 2, 3, 4)", name=op.f("ck_complaint_rated")),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["person.id"], name=op.f("fk_complaint_assignee_id")
        ),
        sa.ForeignKeyConstraint(["clerk_id"], ["person.id"], name=op.f("fk_complaint_clerk_id")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counter.id"], name=op.f("fk_complaint_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["escalated_to_id"], ["unit.id"], name=op.f("fk_complaint_escalated_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["handling_unit_id"], ["unit.id"], name=op.f("fk_complaint_handling_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["complaint.id"], name=op.f("fk_complaint_merged_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_id"], ["rule_set.id"], name=op.f("fk_complaint_rule_set_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_complaint_service_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_complaint_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
        sa.UniqueConstraint("receipt", name=op.f("uq_complaint_receipt")),
        sa.UniqueConstraint("ticket_key", name=op.f("uq_complaint_ticket_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_complaint_assignee_id"), "complaint", ["assignee_id"], unique=False)
    op.create_index(op.f("ix_complaint_clerk_id"), "complaint", ["clerk_id"], unique=False)
    op.create_index(op.f("ix_complaint_counter_id"), "complaint", ["counter_id"], unique=False)
    op.create_index(
        "ix_complaint_desk",
        "complaint",
        ["handling_unit_id", "desk", "state", "next_due_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_complaint_escalated_to_id"), "complaint", ["escalated_to_id"], unique=False
    )
    op.create_index("ix_complaint_filed_on", "complaint", ["filed_on"], unique=False)
    op.create_index(op.f("ix_complaint_lapor_number"), "complaint", ["lapor_number"], unique=False)
    op.create_index(
        op.f("ix_complaint_merged_into_id"), "complaint", ["merged_into_id"], unique=False
    )
    op.create_index(op.f("ix_complaint_rule_set_id"), "complaint", ["rule_set_id"], unique=False)
    op.create_index(op.f("ix_complaint_service_id"), "complaint", ["service_id"], unique=False)
    op.create_index("ix_complaint_state", "complaint", ["state", "next_due_on"], unique=False)
    op.create_index(op.f("ix_complaint_unit_id"), "complaint", ["unit_id"], unique=False)


def _complaint_told() -> None:
    op.create_table(
        "complaint_told",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_complaint_told_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_complaint_told")),
    )


def _saved_filter() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_saved_filter_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_filter_person_id_name")),
    )


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.SmallInteger(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('jpeg', 'png', 'pdf')", name=op.f("ck_attachment_kind_word")),
        sa.CheckConstraint(
            "side IN ('reporter', 'office', 'internal')", name=op.f("ck_attachment_side_word")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_attachment_complaint_id")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_attachment")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_attachment_complaint_id", "attachment", ["complaint_id", "event"], unique=False
    )


def _clock_pause() -> None:
    op.create_table(
        "clock_pause",
        sa.Column("complaint_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("cycle", sa.SmallInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_clock_pause_order")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_clock_pause_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_clock_pause")),
        sqlite_with_rowid=False,
    )


def _complaint_aftermath() -> None:
    op.create_table(
        "complaint_aftermath",
        sa.Column("complaint_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("was_mistreated", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_aftermath_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["read_by"], ["person.id"], name=op.f("fk_complaint_aftermath_read_by")
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint_aftermath")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_complaint_aftermath_read_by"), "complaint_aftermath", ["read_by"], unique=False
    )


def _complaint_concerned() -> None:
    op.create_table(
        "complaint_concerned",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("complaint_id", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_concerned_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_complaint_concerned_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_complaint_concerned_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_concerned")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_complaint_concerned_complaint_id"),
        "complaint_concerned",
        ["complaint_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_complaint_concerned_officer_id"),
        "complaint_concerned",
        ["officer_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_complaint_concerned_person_id"), "complaint_concerned", ["person_id"], unique=False
    )


def _complaint_cycle() -> None:
    op.create_table(
        "complaint_cycle",
        sa.Column("complaint_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("verify_due", sa.Date(), nullable=True),
        sa.Column("answer_due", sa.Date(), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("extended_by", sa.SmallInteger(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=18), nullable=True),
        sa.Column("is_solved", sa.Boolean(), nullable=True),
        sa.Column("rated", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_cycle_complaint_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_complaint_cycle_unit_id")),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_complaint_cycle")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_complaint_cycle_unit_id_started_on",
        "complaint_cycle",
        ["unit_id", "started_on"],
        unique=False,
    )


def _complaint_event() -> None:
    op.create_table(
        "complaint_event",
        sa.Column("complaint_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.CheckConstraint(
            f"step IN ({_listed(STEPS)})", name=op.f("ck_complaint_event_step_word")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_event_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_complaint_event_person_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_complaint_event")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_complaint_event_person_id"), "complaint_event", ["person_id"], unique=False
    )


def _complaint_note() -> None:
    op.create_table(
        "complaint_note",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("complaint_id", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.SmallInteger(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_masked", sa.Text(), nullable=True),
        sa.Column("is_formatted", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "side IN ('reporter', 'office', 'internal')", name=op.f("ck_complaint_note_side_word")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_note_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_note")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_complaint_note_complaint_id", "complaint_note", ["complaint_id", "event"], unique=False
    )


def _complaint_words() -> None:
    op.create_table(
        "complaint_words",
        sa.Column("complaint_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_words_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint_words")),
        sqlite_with_rowid=False,
    )


def _complaint_working() -> None:
    op.create_table(
        "complaint_working",
        sa.Column("complaint_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_working_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_complaint_working_person_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "person_id", name=op.f("pk_complaint_working")),
    )
    op.create_index(
        op.f("ix_complaint_working_person_id"), "complaint_working", ["person_id"], unique=False
    )


def _identity_opening() -> None:
    op.create_table(
        "identity_opening",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("complaint_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_role", sa.String(length=24), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_role", sa.String(length=24), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'refused', 'agreed', 'opened')",
            name=op.f("ck_identity_opening_state_word"),
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> asked_by",
            name=op.f("ck_identity_opening_two_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_identity_opening_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_identity_opening_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_identity_opening_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_opening")),
    )
    op.create_index(
        op.f("ix_identity_opening_asked_by"), "identity_opening", ["asked_by"], unique=False
    )
    op.create_index(
        "ix_identity_opening_complaint_id", "identity_opening", ["complaint_id"], unique=False
    )
    op.create_index(
        op.f("ix_identity_opening_decided_by"), "identity_opening", ["decided_by"], unique=False
    )


def _sealed_identity() -> None:
    op.create_table(
        "sealed_identity",
        sa.Column("complaint_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_sealed_identity_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_sealed_identity")),
        sqlite_with_rowid=False,
    )
