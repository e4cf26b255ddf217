"""The satisfaction survey of PermenPANRB 14/2017 as version 1 of its kind."""

import json
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# The file is part of this migration: a new wording is a new version in a new file.
DEFINITION = Path(__file__).parent.parent / "data" / "skm-2017-1.json"

questionnaire = sa.table(
    "questionnaire",
    sa.column("kind", sa.String),
    sa.column("version", sa.Integer),
    sa.column("valid_from", sa.Date),
    sa.column("definition", sa.Text),
)


def upgrade() -> None:
    definition = json.dumps(
        json.loads(DEFINITION.read_text("utf-8")), ensure_ascii=False, sort_keys=True
    )
    op.execute(
        questionnaire.insert().values(
            kind="skm", version=1, valid_from=date(2017, 5, 1), definition=definition
        )
    )


def downgrade() -> None:
    op.execute(
        questionnaire.delete().where(questionnaire.c.kind == "skm", questionnaire.c.version == 1)
    )
