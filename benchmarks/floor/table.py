"""The floor's one table."""

import sqlalchemy as sa

metadata = sa.MetaData()
MARKS = [f"mark_{number}" for number in range(10)]
answer = sa.Table(
    "floor_answer",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("nonce", sa.String(32)),
    *[sa.Column(name, sa.SmallInteger) for name in MARKS],
    sa.Column("words", sa.Text),
)
