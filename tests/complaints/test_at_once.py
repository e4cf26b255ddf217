"""Colleagues act on one case in the same moment: one wins, the others get words."""

from datetime import timedelta

from flask import Flask

from portal.authority import Role
from portal.complaints import archiving, assigning, merging
from portal.complaints.rules.words import State
from portal.errors import Conflict, PortalError
from tests.appraisal.test_at_once import at_once
from tests.complaints.desked import AT, DAY, again, entries, make_place, one, steps
from tests.complaints.factory import make_case

WHY = "Sudah diperiksa di tempat."


def test_four_archive_at_once_and_one_wins(app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY)
    number, version = case.number, case.version
    actors = [one(Role.HANDLER, place.dinas) for _ in range(4)]

    def archive(at: int) -> object:
        archiving.archive_case(actors[at], number=number, version=version, reason=WHY, at=AT)
        return "done"

    found = at_once(app, *[lambda at=at: archive(at) for at in range(4)])  # type: ignore[misc]  # at is bound
    assert found.count("done") == 1
    assert all(isinstance(one_of, Conflict) for one_of in found if one_of != "done")
    assert len(steps(again(case))) == 2
    assert len(entries()) == 1


def test_different_acts_at_once_leave_one_state(app: Flask) -> None:
    place = make_place()
    main = make_case(place.dinas, DAY - timedelta(days=1))
    case = make_case(place.dinas, DAY, state=State.VERIFIED, klass="pengaduan")
    liaison, handler = one(Role.LIAISON, place.dinas), one(Role.HANDLER, place.dinas)
    facts = {"number": case.number, "version": case.version, "at": AT}
    into = main.number
    found = at_once(
        app,
        lambda: merging.merge_case(liaison, into=into, **facts),  # type: ignore[arg-type]  # facts by name
        lambda: assigning.take_case(handler, **facts),  # type: ignore[arg-type]  # facts by name
    )
    assert sum(isinstance(one_of, PortalError) for one_of in found) == 1
    stored = again(case)
    assert (stored.merged_into_id is None) != (stored.assignee_id is None)
    assert len(entries()) == 1
