"""People who sign in, the roles they hold, sessions, links, tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = (
    "person",
    "held_role",
    "recovery_code",
    "staff_session",
    "one_time_link",
    "failed_sign_in",
    "api_token",
    "pull",
)

ROLE_WORDS = (
    "role IN ('administrator', 'unit_head', 'handler', 'coordinator', 'liaison', "
    "'survey_evaluator', 'appraisal_evaluator', 'superior', "
    "'inspector', 'officer', 'auditor')"
)


def upgrade() -> None:
    _person()
    _held_role()
    _recovery_code()
    _staff_session()
    _one_time_link()
    _failed_sign_in()
    _api_token()
    _pull()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(length=12), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("password", sa.String(length=200), nullable=True),
        sa.Column("pin", sa.String(length=200), nullable=True),
        sa.Column("totp", sa.LargeBinary(length=200), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("disabled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_person_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("handle", name=op.f("uq_person_handle")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
        sa.UniqueConstraint("officer_id", name=op.f("uq_person_officer_id")),
    )


def _held_role() -> None:
    op.create_table(
        "held_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("held", sa.String(length=10), nullable=False),
        sa.Column("decree", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "held = 'definitif' OR (ends_on IS NOT NULL AND decree <> '')",
            name=op.f("ck_held_role_acting"),
        ),
        sa.CheckConstraint(
            "held IN ('definitif', 'plt', 'plh')", name=op.f("ck_held_role_held_word")
        ),
        sa.CheckConstraint(
            ROLE_WORDS,
            name=op.f("ck_held_role_role_word"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_held_role_order")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_held_role_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_held_role_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_role")),
    )
    op.create_index(op.f("ix_held_role_person_id"), "held_role", ["person_id"], unique=False)
    op.create_index(op.f("ix_held_role_unit_id"), "held_role", ["unit_id"], unique=False)


def _recovery_code() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "digest", name=op.f("pk_recovery_code")),
    )


def _staff_session() -> None:
    op.create_table(
        "staff_session",
        sa.Column("handle", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("pin_failures", sa.SmallInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_staff_session_person_id")
        ),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("digest", name=op.f("uq_staff_session_digest")),
    )
    op.create_index(
        op.f("ix_staff_session_person_id"), "staff_session", ["person_id"], unique=False
    )


def _one_time_link() -> None:
    op.create_table(
        "one_time_link",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('invitation', 'reset')", name=op.f("ck_one_time_link_kind_word")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_one_time_link")),
    )
    op.create_index(
        op.f("ix_one_time_link_person_id"), "one_time_link", ["person_id"], unique=False
    )


def _failed_sign_in() -> None:
    op.create_table(
        "failed_sign_in",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_failed_sign_in")),
    )


def _api_token() -> None:
    op.create_table(
        "api_token",
        sa.Column("handle", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.CheckConstraint("expires_on > created_on", name=op.f("ck_api_token_order")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_api_token_created_by")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_api_token_unit_id")),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_api_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_token_digest")),
    )
    op.create_index(op.f("ix_api_token_created_by"), "api_token", ["created_by"], unique=False)
    op.create_index(op.f("ix_api_token_unit_id"), "api_token", ["unit_id"], unique=False)


def _pull() -> None:
    op.create_table(
        "pull",
        sa.Column("token", sa.String(length=12), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("resource", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=8), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["token"], ["api_token.handle"], name=op.f("fk_pull_token")),
        sa.PrimaryKeyConstraint("token", "on_date", "resource", "month", name=op.f("pk_pull")),
    )
