"""The complaints of the demonstration: every state, desk, class, way and end occurs."""

import pytest

from portal.complaints.rules.words import (
    About,
    Channel,
    Desk,
    Identity,
    Kind,
    Klass,
    Outcome,
    State,
)
from portal.demo.cases.special_acts import NEIGHBOUR
from tests.demo.conftest import TODAY, Demonstration

pytestmark = pytest.mark.xdist_group("demo")  # one worker builds it, once


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("kind", set(Kind)),
        ("about", set(About)),
        ("klass", {*Klass, None}),
        ("identity", set(Identity)),
        ("channel", set(Channel) - {Channel.LAPOR}),
        ("desk", set(Desk)),
        ("state", set(State)),
        ("outcome", {*Outcome, None}),
        ("cycle", {1, 2}),
        ("is_solved", {1, None}),
        ("is_appeal", {0, 1}),
        ("is_bypassed", {0, 1}),
        ("may_publish", {0, 1}),
        ("rated", {1, 2, 3, 4, None}),
    ],
)
def test_every_word_occurs(demonstration: Demonstration, column: str, words: set[object]) -> None:
    rows = demonstration.rows(f"SELECT DISTINCT {column} FROM complaint")
    assert {row[0] for row in rows} == {getattr(word, "value", word) for word in words}


def test_about_four_hundred_over_the_half_year(demonstration: Demonstration) -> None:
    assert demonstration.built.counts["complaint"] == 400
    months = demonstration.rows(
        "SELECT substr(filed_on, 1, 7), count(*) FROM complaint GROUP BY 1 ORDER BY 1"
    )
    assert len(months) == 6
    assert min(row[1] for row in months) > 30


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("attachment", 5),
        ("complaint_aftermath", 1),
        ("case_question WHERE answered_on IS NULL", 1),
        ("case_question WHERE answered_on IS NOT NULL", 1),
        ("clock_pause WHERE ends_on IS NOT NULL", 10),
        ("complaint WHERE merged_into_id IS NOT NULL", 1),
        ("complaint WHERE public_text IS NOT NULL", 10),
        ("complaint WHERE lapor_number IS NOT NULL", 2),
        ("complaint WHERE escalated_to_id IS NOT NULL", 1),
        ("complaint_manager", 4),
        ("complaint_cycle WHERE extended_by > 0", 1),
        ("identity_opening WHERE state = 'opened'", 1),
        ("identity_opening WHERE state = 'asked'", 1),
        ("reply_template", 3),
        ("sealed_identity", 100),
    ],
)
def test_each_page_has_something_to_show(
    demonstration: Demonstration, table: str, least: int
) -> None:
    assert int(str(demonstration.value(f"SELECT count(*) FROM {table}"))) >= least


def test_the_desk_has_late_cases_and_cases_at_risk(demonstration: Demonstration) -> None:
    waiting = (
        "SELECT count(*) FROM complaint WHERE state IN ('received', 'verified', 'in_progress')"
    )
    late = demonstration.value(f"{waiting} AND next_due_on < :day", day=str(TODAY))
    at_risk = f"{waiting} AND at_risk_on <= :day AND next_due_on >= :day"
    assert int(str(late)) >= 3
    assert int(str(demonstration.value(at_risk, day=str(TODAY)))) >= 2
    # Few are forgotten: an office that forgets many would be a story of its own.
    assert int(str(late)) < 30


def test_the_neighbours_name_is_masked_and_never_published(demonstration: Demonstration) -> None:
    rows = demonstration.rows(
        "SELECT story_masked, public_text, title FROM complaint WHERE story LIKE :name",
        name=f"%{NEIGHBOUR}%",
    )
    assert len(rows) == 1
    assert all(text and NEIGHBOUR not in text for text in rows[0])


def test_what_is_anonymous_has_no_identity_and_no_moment(demonstration: Demonstration) -> None:
    anonymous = "complaint WHERE identity = 'tanpa_nama'"
    assert demonstration.value(f"SELECT count(*) FROM {anonymous} AND filed_at IS NOT NULL") == 0
    sealed = f"""SELECT count(*) FROM sealed_identity
                 WHERE complaint_id IN (SELECT id FROM {anonymous})"""
    assert demonstration.value(sealed) == 0


def test_the_months_that_closed_tell_of_complaints(demonstration: Demonstration) -> None:
    filed = demonstration.rows(
        """SELECT period, json_extract(content, '$.complaints.filed') FROM closed_figure
           WHERE subject_type = 'unit' AND subject_id = 1 AND revision = 1
           AND period IN (SELECT month FROM closed_month) ORDER BY 1"""
    )
    assert len(filed) == 5
    assert all(row[1] and row[1] > 30 for row in filed)


def test_praise_reaches_the_record_of_whom_it_names(demonstration: Demonstration) -> None:
    praised = demonstration.rows(
        """SELECT officer.name, json_extract(content, '$.praise') FROM appraisal_record
           JOIN officer ON officer.id = officer_id WHERE json_extract(content, '$.praise') > 0"""
    )
    assert [row[1] for row in praised] == [2]
    assert "Ratna" in str(praised[0][0])


def test_receipts_are_told_one_for_each_state(demonstration: Demonstration) -> None:
    states = [state for state, _code in demonstration.built.receipts]
    assert states == ["received", "waiting", "answered", "closed"]
    assert all(
        len(code) == 20 and code.isdecimal() for _state, code in demonstration.built.receipts
    )
