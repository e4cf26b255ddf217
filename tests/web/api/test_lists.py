"""What a program reads: the contract's objects, in slices, the same as the export's."""

import json

import pytest
from flask import Flask

from portal.appraisal.commands import revise_month
from portal.authority import operator
from portal.documents.exports import indicator_export
from portal.indicators.commands import release_month
from portal.indicators.rules.definition import Weight
from portal.month import Month
from tests.conftest import make_app
from tests.factories import make_unit
from tests.indicators.town import make_ratings
from tests.web.api.programs import (
    APPRAISALS,
    INDICATORS,
    OCTOBER,
    Program,
    close,
    closed_town,
    new_token,
    refused,
)

INDICATOR = {
    "subject", "month", "revision", "status", "block", "definition", "answers", "complete",
    "served", "response_rate", "index", "grade", "interval", "withheld", "elements", "overall",
    "flagged", "complaints",
}  # fmt: skip
APPRAISAL = {
    "nip", "name", "unit", "month", "revision", "status", "kompetensi", "perilaku", "overall",
    "praise", "evidence_tiers", "extract_id",
}  # fmt: skip


@pytest.fixture
def app(database_url: str, tmp_path):  # type: ignore[no-untyped-def]
    """Without a trial period: personal figures may be read."""
    app = make_app(database_url, tmp_path, trial_months=0)
    with app.app_context():
        yield app


def test_indicators_are_those_of_the_export(app: Flask) -> None:
    program = Program(app, new_token(closed_town()))
    got = program.items(f"indicators?month={OCTOBER}")
    export = indicator_export(operator("uji"), OCTOBER, ("unit",)).objects()
    assert sorted(got, key=lambda o: o["subject"]["code"]) == sorted(
        json.loads(json.dumps(list(export))), key=lambda o: o["subject"]["code"]
    )
    assert [one["subject"]["name"] for one in got] == sorted(o["subject"]["name"] for o in got)
    for one in got:
        assert one.keys() >= INDICATOR
        assert one["complaints"].keys() >= {
            "filed", "answered", "answered_in_time", "median_hours"
        }  # fmt: skip
    assert {one["status"] for one in got} == {"final"}


def test_appraisals_have_the_names_of_the_contract(app: Flask) -> None:
    program = Program(app, new_token(closed_town(), APPRAISALS))
    got = program.items(f"appraisals?month={OCTOBER}")
    assert len(got) > 5
    assert [one["nip"] for one in got] == sorted(one["nip"] for one in got)
    for one in got:
        assert one.keys() >= APPRAISAL
        for name in ("kompetensi", "perilaku"):
            assert one[name].keys() >= {
                "answers", "days", "mean", "interval", "compared", "withheld"
            }  # fmt: skip


LISTS = (
    *(f"indicators?month={OCTOBER}&subject={s}" for s in ("unit", "counter", "service", "officer")),
    f"appraisals?month={OCTOBER}",
    "units?lang=id",
    "counters?lang=id",
    "services?lang=id",
)


def test_slices_joined_are_the_whole(app: Flask) -> None:
    program = Program(app, new_token(closed_town()))
    for path in LISTS:
        whole = program.items(path + "&limit=1000")
        assert len(whole) >= 5, path
        for size in (1, 3, len(whole)):
            pages = list(program.pages(f"{path}&limit={size}"))
            assert [one for page in pages for one in page["items"]] == whole, path
            assert all(len(page["items"]) == size for page in pages[:-1]), path


def test_the_next_page_stands_in_the_link_header_too(app: Flask) -> None:
    program = Program(app, new_token(closed_town()))
    response = program.ask(f"indicators?month={OCTOBER}&limit=1")
    following = json.loads(response.text)["next"]
    assert response.headers["Link"] == (
        f'</api/v1/indicators?month={OCTOBER}&limit=1&cursor={following}>; rel="next"'
    )


def test_a_list_begun_before_a_revision_ends_as_it_began(app: Flask) -> None:
    town = closed_town()
    program = Program(app, new_token(town))
    path = f"indicators?month={OCTOBER}&limit=2"
    before = program.items(path)
    first = json.loads(program.ask(path).text)
    make_ratings(town, OCTOBER, 80, 9)
    _revise()
    rest = program.items(path, first["next"])
    assert [*first["items"], *rest] == before
    assert program.items(path) != before
    assert program.items(path + "&revision=1") == before
    assert {one["revision"] for one in program.items(path + "&revision=2")} == {2}


def _revise() -> None:
    revise_month(
        operator("uji"),
        month=Month(2026, 10),
        today=Month(2026, 11).last_day,
        weight=Weight.NINTH,
        reason="salah ketik",
    )


def test_an_open_month_is_the_last_release(app: Flask) -> None:
    town = closed_town()
    program = Program(app, new_token(town))
    path = "indicators?month=2026-11"
    assert "belum dirilis" in refused(program.ask(path), 404)["detail"]
    make_ratings(town, "2026-11", 400, 4)
    _release(20)
    got = program.items(path + "&limit=1")
    assert {(one["status"], one["revision"]) for one in got} == {("provisional", 0)}
    first = json.loads(program.ask(path + "&limit=1").text)
    make_ratings(town, "2026-11", 400, 5)
    _release(21)
    refused(program.ask(f"{path}&limit=1&cursor={first['next']}"), 409)
    assert (
        "belum ada bukti dukung" in refused(program.ask("appraisals?month=2026-11"), 404)["detail"]
    )
    assert "revisi" in refused(program.ask(path + "&revision=1"), 404)["detail"]


def _release(day: int) -> None:
    november = Month(2026, 11)
    release_month(
        operator("uji"),
        month=november,
        today=november.first_day.replace(day=day),
        weight=Weight.NINTH,
    )


def test_a_list_of_live_figures_does_not_end_with_closed_ones(app: Flask) -> None:
    town = closed_town()
    program = Program(app, new_token(town))
    make_ratings(town, "2026-11", 400, 4)
    _release(20)
    path = "indicators?month=2026-11&limit=1"
    following = json.loads(program.ask(path).text)["next"]
    close(Month(2026, 11))
    refused(program.ask(f"{path}&cursor={following}"), 409)


def test_a_unit_is_asked_for_with_all_below_it(app: Flask) -> None:
    program = Program(app, new_token(closed_town()))
    got = program.items(f"indicators?month={OCTOBER}&unit=DUK")
    assert {one["subject"]["code"] for one in got} == {"DUK", "DESA1", "DESA2"}
    refused(program.ask(f"indicators?month={OCTOBER}&unit=TIDAKADA"), 404)


def test_a_counter_that_is_one_officer_is_for_those_who_may_see_the_officer(app: Flask) -> None:
    town = closed_town()
    path = f"indicators?month={OCTOBER}&subject=counter"
    full = {one["subject"]["code"]: one for one in Program(app, new_token(town)).items(path)}
    few = {
        one["subject"]["code"]: one for one in Program(app, new_token(town, INDICATORS)).items(path)
    }
    assert full.keys() == few.keys()
    single = [code for code, one in full.items() if one["index"] and few[code]["index"] is None]
    assert single, "the town has counters with one known officer"
    for code in single:
        assert few[code]["withheld"]
        assert all(e["index"] is None for e in few[code]["elements"].values())
        assert few[code]["overall"]["score"] is None


def test_live_counters_are_held_back_from_whoever_may_not_see_officers(app: Flask) -> None:
    town = closed_town()
    make_ratings(town, "2026-11", 400, 4)
    _release(20)
    program = Program(app, new_token(town, INDICATORS))
    got = program.items("indicators?month=2026-11&subject=counter")
    assert got
    assert all(one["index"] is None and one["withheld"] for one in got)


def test_in_the_trial_period_personal_figures_are_for_the_officer_alone(
    sqlite_url: str, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    app = make_app(sqlite_url, tmp_path, trial_months=3)
    with app.app_context():
        program = Program(app, new_token(closed_town()))
        for path in ("appraisals?", "indicators?subject=officer&"):
            said = refused(program.ask(f"{path}month={OCTOBER}"), 422)
            assert "Masa percobaan" in said["detail"]
        assert program.items(f"indicators?month={OCTOBER}")


def test_units_counters_and_services_are_those_in_reach(app: Flask) -> None:
    town = closed_town()
    make_unit("LUAR", parent_id=town.units[0].id)
    program = Program(app, new_token(town, INDICATORS, unit="DUK"))
    units = program.items("units")
    assert [(one["code"], one["parent"]) for one in units] == [
        ("DESA1", "DUK"), ("DESA2", "DUK"), ("DUK", None)
    ]  # fmt: skip
    assert {one["unit"] for one in program.items("counters")} == {"DUK", "DESA1", "DESA2"}
    assert {one["unit"] for one in program.items("services")} == {"DUK", "DESA1", "DESA2"}
