"""Full text: FTS5 beside the words on SQLite, kept by triggers; a GIN index on PostgreSQL.

The words arrive finished (rules/searching.py): they are parted at blanks and nowhere else, on
both databases. FTS5 keeps no positions and no copy of the words, and overwrites what is deleted.
"""

from alembic import op

revision = "0013"
down_revision = "0012"

NEW = "INSERT INTO complaint_fts (rowid, words) VALUES (new.complaint_id, new.words);"
OLD = (
    "INSERT INTO complaint_fts (complaint_fts, rowid, words)"
    " VALUES ('delete', old.complaint_id, old.words);"
)
TRIGGERS = {"insert": NEW, "delete": OLD, "update": f"{OLD} {NEW}"}


UNIT = ["handling_unit_id", "desk", "filed_on", "released_on", "erased_on"]
SEEN = ["filed_on", "handling_unit_id", "desk", "released_on", "erased_on"]


def upgrade() -> None:
    op.drop_index("ix_complaint_filed_on", "complaint")
    op.create_index("ix_complaint_filed_on", "complaint", SEEN)
    op.create_index("ix_complaint_seen", "complaint", UNIT)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX complaint_fts ON complaint_words"
            " USING gin (array_to_tsvector(string_to_array(words, ' ')))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE complaint_fts USING fts5(words, content='complaint_words',"
        " content_rowid='complaint_id', tokenize='ascii', detail='none', columnsize=0,"
        " prefix='3 4 5')"
    )
    op.execute("INSERT INTO complaint_fts (complaint_fts, rank) VALUES ('secure-delete', 1)")
    op.execute("INSERT INTO complaint_fts (complaint_fts) VALUES ('rebuild')")
    for act, body in TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER complaint_words_{act} AFTER {act.upper()} ON complaint_words"
            f" BEGIN {body} END"
        )


def downgrade() -> None:
    op.drop_index("ix_complaint_seen", "complaint")
    op.drop_index("ix_complaint_filed_on", "complaint")
    op.create_index("ix_complaint_filed_on", "complaint", ["filed_on"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX complaint_fts")
        return
    for act in TRIGGERS:
        op.execute(f"DROP TRIGGER complaint_words_{act}")
    op.execute("DROP TABLE complaint_fts")
