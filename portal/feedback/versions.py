"""Which questionnaires are in force."""

import sqlalchemy as sa

from portal.database import db
from portal.feedback.models import Questionnaire


def questionnaire_versions() -> tuple[tuple[str, int], ...]:
    """Each kind with its newest version."""
    newest = sa.func.max(Questionnaire.version)
    query = sa.select(Questionnaire.kind, newest).group_by(Questionnaire.kind)
    rows = db.session.execute(query.order_by(Questionnaire.kind))
    return tuple((kind, version) for kind, version in rows)
