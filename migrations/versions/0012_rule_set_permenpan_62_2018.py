"""The time limits of PermenPANRB 62/2018 as applied, for the whole installation.

PermenPANRB 5/2025 replaced it and could not be read: the row is shown as unverified until an
administrator confirms it (domain.md §3).
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

NAME = "Batas waktu nasional"
VALID_FROM = date(2018, 1, 1)
DAYS = {
    "verification_days": 3,
    "first_step_days": 5,
    "information_days": 5,
    "aspiration_days": 14,
    "complaint_days": 14,
    "oversight_days": 60,
    "silence_days": 10,
    "incomplete_calendar_days": 30,
    "pause_days": 10,
    "extension_days": 0,
    "reopen_days": 10,
}

rule_set = sa.table(
    "rule_set",
    sa.column("name", sa.String),
    sa.column("legal_basis", sa.String),
    sa.column("valid_from", sa.Date),
    sa.column("verified_by", sa.String),
    *(sa.column(name, sa.SmallInteger) for name in DAYS),
)


def upgrade() -> None:
    op.execute(
        rule_set.insert().values(
            name=NAME,
            legal_basis="PermenPANRB 62/2018, belum diverifikasi terhadap PermenPANRB 5/2025",
            valid_from=VALID_FROM,
            verified_by="",
            **DAYS,
        )
    )


def downgrade() -> None:
    op.execute(
        rule_set.delete().where(rule_set.c.name == NAME, rule_set.c.valid_from == VALID_FROM)
    )
