"""What a closing freezes of officers: an indicator each, and the record of those with a NIP."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import sqlalchemy as sa

from portal.appraisal.praised import praise_of
from portal.appraisal.records import comparisons, record_content
from portal.appraisal.rows import Asked, Row, figure_row, heading_of, record_row
from portal.indicators.derivation import officer_indicator
from portal.indicators.figures import PROVISIONAL, Subject
from portal.indicators.history import BATCH, frozen_months, frozen_text
from portal.indicators.officers import OfficerSums, officer_month_sums
from portal.indicators.subjects import Person, SubjectKey, load_officers
from portal.month import Month


def officer_rows(connection: sa.Connection, asked: Asked) -> Iterator[tuple[Row, Row | None]]:
    """Per officer the figure's row and, for everybody with a NIP, the appraisal record's."""
    month = asked.month
    sums = officer_month_sums(connection, month)
    people = load_officers(connection, month)
    praise = praise_of(connection, month)
    ids = list(people)
    for start in range(0, len(ids), BATCH):
        keys = [SubjectKey("officer", officer) for officer in ids[start : start + BATCH]]
        history = frozen_months(connection, keys, month.semester.months)
        for key in keys:
            earlier = {m: f.officer_sums() for m, f in history[key].items() if m < month}
            own = sums.pop(key.id, None) or OfficerSums()
            yield _rows_of(asked, people[key.id], own, earlier, praise.get(key.id, 0))


def _rows_of(
    asked: Asked,
    person: Person,
    own: OfficerSums,
    earlier: Mapping[Month, OfficerSums],
    praise: int | None,
) -> tuple[Row, Row | None]:
    subject = Subject("officer", person.number, person.name)
    heading = heading_of(asked, str(asked.month), asked.revision)
    shown = officer_indicator(subject, own, replace(heading, status=PROVISIONAL))
    key = SubjectKey("officer", person.id)
    sums, notes = frozen_text(own.as_json()), {"compared": comparisons(own)}
    figure = figure_row(asked, key, person.unit_id, shown, None, sums, notes)
    if person.nip is None:
        return figure, None
    content = record_content(
        person, asked.month, asked.revision, own, earlier, asked.limits, praise=praise
    )
    return figure, record_row(asked, person, content)
