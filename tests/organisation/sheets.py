"""Sheets made of text, as a test writes them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal.audit.models import AuditEntry, AuditValue
from portal.authority import operator
from portal.database import db
from portal.errors import Problems
from portal.organisation import commands
from portal.organisation.imports.plan import ImportResult
from portal.organisation.layouts import LAYOUTS
from portal.sheets import read_sheet

OPERATOR = operator("sari")


def sheet(folder: Path, name: str, text: str) -> Any:
    path = folder / f"{name}.csv"
    path.write_text(text)
    return read_sheet(path, known=LAYOUTS[name].knows)


def put(folder: Path, name: str, text: str, **facts: Any) -> ImportResult:
    """Import a sheet given as text."""
    run: Callable[..., ImportResult] = getattr(commands, f"import_{name}")
    return run(OPERATOR, sheet=sheet(folder, name, text), **facts)


def counts(result: ImportResult) -> tuple[int, int, int]:
    return result.added, result.changed, result.unchanged


def problems(folder: Path, name: str, text: str, **facts: Any) -> list[str]:
    """What an import of this text is refused for, in words."""
    try:
        put(folder, name, text, **facts)
    except Problems as error:
        return [str(problem) for problem in error.problems]
    return []


def audit_count() -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(AuditEntry)).scalar_one()


def last_audit() -> tuple[Any, str]:
    """The newest entry and the text of its values."""
    query = sa.select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)
    entry = db.session.execute(query).scalar_one()
    value = db.session.get(AuditValue, entry.sequence)
    return entry, value.content if value else ""
