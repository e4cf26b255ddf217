"""`portal export complaints`: the month's cases as a file; an empty month is told in words."""

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.cli.conftest import Portal
from tests.complaints.factory import make_case
from tests.factories import make_unit
from tests.organisation.managing import entries


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_month_goes_out_and_is_noted(
    sqlite_app: Flask, sqlite_url: str, portal: Portal, tmp_path: Path, kind: str
) -> None:
    case = make_case(make_unit("DUK"), date(2026, 10, 5))
    out = tmp_path / f"pengaduan.{kind}"
    asked = ("export", "complaints", "--month", "2026-10", "--format", kind, "--out", str(out))
    done = portal(*asked, database_url=sqlite_url)
    assert done.exit_code == 0, done.output
    assert out.stat().st_mode & 0o077 == 0
    if kind == "json":
        assert [one["number"] for one in json.loads(out.read_text("utf-8"))] == [case.number]
    assert [act for _who, act, _what in entries()] == ["export_cases"]


def test_what_is_not_there_is_told(sqlite_url: str, portal: Portal, tmp_path: Path) -> None:
    for month, words in (("2026-10", "Tidak ada pengaduan"), ("Oktober", "tidak terbaca")):
        out = tmp_path / "x.csv"
        asked = ("export", "complaints", "--month", month, "--format", "csv", "--out", str(out))
        done = portal(*asked, database_url=sqlite_url)
        assert done.exit_code != 0
        assert words in done.output
        assert not out.exists()
