"""From a scan to the appraisal evidence, on both databases, with the numbers found by hand."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from portal.database import db
from tests.journeys import story as told
from tests.visitor import Page, Visitor

RESIDENTS = 45


@pytest.fixture
def story(database_url: str, tmp_path: Path) -> told.Story:
    """A fresh installation on an empty database: `portal init` runs the migrations itself."""
    if database_url.startswith("sqlite"):
        Path(urlsplit(database_url).path).unlink()
    with told.on_day(0):
        return told.begin(tmp_path, database_url, "https://suara.example")


def _officer_choice(page: Page, name: str) -> str:
    """The value behind the label with this name: a person reads the label."""
    label = next(label for label in page.soup.find_all("label") if name in label.get_text())
    control = label.find("input") or page.soup.find(id=label.get("for"))
    return str(control["value"])


def _rate(story: told.Story, address: str) -> None:
    app = story.app()
    visitor = Visitor(app)
    for number in range(RESIDENTS):
        with told.on_day(number % told.DAYS), app.app_context():
            page = visitor.open(urlsplit(address).path)
            sent = told.form_answers(number)
            thanks = visitor.send(page, {**sent, "officer": _officer_choice(page, "Ratna")})
            assert thanks.h1.endswith("Terima kasih"), thanks.text
            repeated = visitor.send(page, {**sent, "officer": _officer_choice(page, "Ratna")})
            assert repeated.h1 == thanks.h1
            db.session.remove()
        told.note(story, sent)


def test_a_month_from_the_poster_to_the_evidence(story: told.Story) -> None:
    address = told.printed_address(story)
    assert address.startswith("https://suara.example/l/")
    _rate(story, address)
    with told.on_day(20):
        told.import_paper(story)
    told.close(story)
    expected = told.index_by_hand(story.answers)

    files = told.exported(story, "indicators")
    for kind in ("csv", "xlsx"):
        row = next(r for r in files[kind] if r["subject_code"] == "DUKCAPIL")
        assert Decimal(str(row["index"])) == expected, kind
        assert int(str(row["answers"])) == len(story.answers) == RESIDENTS + 12
        assert int(str(row["served"])) == 20 * told.DAYS
    unit = next(o for o in files["json"] if o["subject"]["code"] == "DUKCAPIL")
    assert Decimal(str(unit["index"])) == expected
    assert unit["status"] == "final"

    app = story.app()
    with app.app_context():
        page = Visitor(app).open("/skor/DUKCAPIL")
        assert f"{expected}".replace(".", ",") in page.text
        db.session.remove()
    _check_evidence(story)
    assert "Utuh" in story.portal("audit", "verify").output


def _check_evidence(story: told.Story) -> None:
    """Ratna was chosen by every resident: 45 exact answers on 15 days; Agus by nobody."""
    files = told.exported(story, "appraisals")
    marks = [answer["perilaku"] for answer in story.answers[:RESIDENTS]]
    mean = Fraction(sum(marks), len(marks))
    rows = {row["nip"]: row for row in files["xlsx"]}
    ratna = rows[told.NIP["Ratna"]]
    assert isinstance(ratna["nip"], str)
    assert ratna["perilaku_answers"] == RESIDENTS
    assert ratna["perilaku_days"] == told.DAYS
    assert abs(Fraction(str(ratna["perilaku_mean"])) - mean) < Fraction(1, 10_000)
    record = next(r for r in files["json"] if r["nip"] == told.NIP["Ratna"])
    assert record["status"] == "objection_open"
    assert record["perilaku"]["withheld"] is None
    agus = next(r for r in files["json"] if r["nip"] == told.NIP["Agus"])
    assert agus["status"] == "insufficient"
    assert agus["perilaku"]["mean"] is None
    forbidden = {"predikat", "rank", "peringkat"}
    assert not forbidden & set(record)
