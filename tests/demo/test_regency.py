"""What the demonstration promises: how many of everything, and all of it valid."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.organisation.rules.codes import parse_counter_code
from portal.organisation.rules.identity import parse_nip
from tests.demo.conftest import TODAY, Demonstration

pytestmark = pytest.mark.xdist_group("demo")  # one worker builds it, once


@pytest.mark.parametrize(
    ("table", "number"), [("unit", 12), ("service", 30), ("counter", 40), ("officer", 120)]
)
def test_counts_are_as_promised(demonstration: Demonstration, table: str, number: int) -> None:
    assert demonstration.value(f"SELECT count(*) FROM {table}") == number
    assert demonstration.built.counts[table] == number


def test_about_thirty_thousand_ratings_lie_in_six_months(demonstration: Demonstration) -> None:
    months = demonstration.rows("SELECT month, count(*) FROM rating GROUP BY month ORDER BY month")
    assert [row[0] for row in months] == [f"2026-{number:02}" for number in range(6, 12)]
    assert 29_000 <= sum(row[1] for row in months) <= 31_000
    assert all(row[1] > 3_000 for row in months)


def test_units_stand_in_three_levels(demonstration: Demonstration) -> None:
    levels = demonstration.rows(
        """WITH RECURSIVE tree(id, level) AS (
             SELECT id, 1 FROM unit WHERE parent_id IS NULL
             UNION ALL SELECT unit.id, level + 1 FROM unit JOIN tree ON unit.parent_id = tree.id)
           SELECT level, count(*) FROM tree GROUP BY level ORDER BY level"""
    )
    assert [tuple(row) for row in levels] == [(1, 1), (2, 7), (3, 4)]


def test_every_number_of_a_civil_servant_is_valid(demonstration: Demonstration) -> None:
    officers = demonstration.rows("SELECT kind, nip, internal_id FROM officer")
    kinds = {kind for kind, _, _ in officers}
    assert kinds == {"pns", "pppk", "lainnya"}
    for kind, nip, internal_id in officers:
        if kind == "lainnya":
            assert (nip, bool(internal_id)) == (None, True)
        else:
            assert parse_nip(nip).kind == kind


def test_nobody_is_named_twice(demonstration: Demonstration) -> None:
    names = [row[0] for row in demonstration.rows("SELECT call_name FROM officer")]
    assert len(set(names)) == len(names)


def test_every_open_counter_has_somebody_on_duty_today(demonstration: Demonstration) -> None:
    on_duty = demonstration.rows(
        """SELECT counter.closed_on, count(duty.id), min(duty.starts_at), max(duty.ends_at)
           FROM counter LEFT JOIN duty ON duty.counter_id = counter.id AND duty.on_date = :today
           GROUP BY counter.id""",
        today=str(TODAY),
    )
    staffed = {row[1] for row in on_duty if row[0] is None}
    assert staffed == {1, 2, 3}
    assert all(row[1] == 0 for row in on_duty if row[0] is not None)
    assert all(row[2] <= "07:30" and row[3] >= "16:00" for row in on_duty if row[1])


def test_nobody_is_at_two_counters_on_one_day(demonstration: Demonstration) -> None:
    twice = "SELECT officer_id, on_date FROM duty GROUP BY officer_id, on_date HAVING count(*) > 1"
    assert demonstration.rows(twice) == []


def test_duty_and_answers_keep_to_the_working_calendar(demonstration: Demonstration) -> None:
    on_holidays = "SELECT count(*) FROM rating JOIN holiday ON holiday.on_date = rating.received_on"
    assert demonstration.value(on_holidays) == 0
    sundays = "SELECT count(*) FROM rating WHERE strftime('%w', received_on) = '0'"
    assert demonstration.value(sundays) == 0
    independence = "SELECT count(*) FROM holiday WHERE on_date = '2026-08-17'"
    assert demonstration.value(independence) == 1


def test_no_answer_is_dated_today_or_later(demonstration: Demonstration) -> None:
    assert str(demonstration.value("SELECT max(received_on) FROM rating")) < str(TODAY)


def test_codes_are_codes_and_an_old_one_still_leads_somewhere(
    demonstration: Demonstration,
) -> None:
    codes = demonstration.rows("SELECT code, counter_id, is_current FROM counter_code")
    assert all(parse_counter_code(row[0]) == row[0] for row in codes)
    current = [row[1] for row in codes if row[2]]
    assert sorted(current) == list(range(1, 41))
    old = [row for row in codes if not row[2]]
    assert [row[0] for row in old] == ["4KK8H2"]
    assert old[0][1] in current


def test_civil_registry_is_free_and_some_services_are_paid(demonstration: Demonstration) -> None:
    registry = demonstration.rows(
        "SELECT tariff FROM service JOIN unit ON unit.id = unit_id WHERE unit.code = 'DUKCAPIL'"
    )
    assert {row[0] for row in registry} == {"gratis"}
    paid = demonstration.rows("SELECT rupiah FROM service WHERE tariff = 'berbayar'")
    assert len(paid) == 7
    assert all(row[0] >= 10_000 for row in paid)


def test_desks_of_several_agencies_stand_in_one_mall(demonstration: Demonstration) -> None:
    agencies = demonstration.value(
        """SELECT count(DISTINCT counter.unit_id) FROM counter
           JOIN location ON location.id = location_id WHERE location.kind = 'mpp'"""
    )
    assert agencies == 4
    shared = demonstration.value(
        """SELECT max(units) FROM (SELECT count(DISTINCT service.unit_id) AS units
           FROM counter_service JOIN service ON service.id = service_id GROUP BY counter_id)"""
    )
    assert shared == 4


def test_mobile_days_are_one_past_and_one_today(demonstration: Demonstration) -> None:
    days = demonstration.rows(
        "SELECT held_on FROM location WHERE kind = 'keliling' ORDER BY held_on"
    )
    assert [str(row[0]) for row in days] == ["2026-10-14", str(TODAY)]


def test_nothing_is_served_less_than_answered_in_a_month(demonstration: Demonstration) -> None:
    worst = demonstration.value(
        """SELECT max(1.0 * answers / served) FROM
           (SELECT counter_id, month, count(*) AS answers FROM rating GROUP BY 1, 2)
           JOIN (SELECT counter_id, substr(on_date, 1, 7) AS month, sum(number) AS served
                 FROM served GROUP BY 1, 2) USING (counter_id, month)"""
    )
    assert worst < 1


def test_one_entry_of_the_trail_tells_of_it(demonstration: Demonstration) -> None:
    entries = demonstration.value(
        "SELECT count(*) FROM audit_entry WHERE action = 'store_demonstration'"
    )
    assert entries == 1


@pytest.mark.parametrize("sheet", ["units", "services", "counters", "officers", "roster", "served"])
def test_its_sheets_are_read_back_unchanged(
    demonstration: Demonstration, tmp_path: Path, sheet: str
) -> None:
    """So every row obeys the rules of the imports: numbers, hours, overlaps, closed counters."""
    environ = {"PORTAL_INSTANCE": str(demonstration.settings.instance)}
    file = str(tmp_path / f"{sheet}.csv")
    run = CliRunner(env=environ)
    exported = run.invoke(main, ["export", sheet, "--format", "csv", "--out", file])
    assert exported.exit_code == 0, exported.output
    read_back = run.invoke(main, ["import", sheet, file, "--dry-run"])
    assert read_back.exit_code == 0, read_back.output
    assert "0 baru, 0 berubah" in read_back.output
