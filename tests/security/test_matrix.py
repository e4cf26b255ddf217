"""Who may what: every role, token and faded session × every address × every place and month.

The expected answers stand in `matrix.csv`, one row for an address, a method and a place: `303+`
is a change that left its entry in the trail, `303` leads on without one. A new route without
rows fails. An answer is also read: whoever stands in one unit finds no word, code or number of
another (`world.leaks`), and no NIP unless the role is for it. Every cell with DRILLS=long,
else every one that is no plain refusal and a sixth of those.
"""

from collections import Counter

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from portal.authority import ROLES as TABLE
from portal.authority import Permission
from tests.conftest import make_app
from tests.security.asking import body, observe, url
from tests.security.cases import MARKS, SEES
from tests.security.matrix import LONG, Line, cells, chosen, lines
from tests.security.world import COLUMNS, ROLES, TOKENS, TOP_ROLES, World

FAR = (*TOKENS, *ROLES)
OFFERED = {"GET", "POST"}


def rules(app: Flask) -> set[tuple[str, str]]:
    """Every method of every route, apart from those that Flask adds."""
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def declared(app: Flask, rule: str) -> str:
    """What the page says it needs, with `!` where the second factor is asked for again."""
    found = next(r for r in app.url_map.iter_rules() if r.rule == rule)
    view = app.view_functions[found.endpoint]
    return f"{getattr(view, 'needs', '')}{'!' if getattr(view, 'grave', False) else ''}"


def test_every_route_and_method_has_a_row(sqlite_url: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    app = make_app(sqlite_url, tmp_path)
    found = {(line.row.method, line.row.rule) for line in lines()}
    missing, gone = rules(app) - found, found - rules(app)
    assert not missing, f"give each new route its rows in matrix.csv: {sorted(missing)}"
    assert not gone, f"rows of routes that are gone: {sorted(gone)}"
    said = {line.row.rule: line.needs for line in lines()}
    wrong = {rule: declared(app, rule) for rule in said if said[rule] != declared(app, rule)}
    assert not wrong, f"declared otherwise than matrix.csv says: {wrong}"


def test_rows_stand_once_and_are_full() -> None:
    twice = [row for row, n in Counter(str(line.row) for line in lines()).items() if n > 1]
    assert not twice
    assert all(all(line.cells.values()) for line in lines())


def test_places_are_told_apart() -> None:
    """Each rule that names a thing of a unit is asked for in the own, a lower and another unit."""
    found: dict[tuple[str, str], set[str]] = {}
    for line in lines():
        found.setdefault((line.row.method, line.row.rule), set()).add(line.row.place)
    names = ("unit", "counter_id", "service_id", "handle", "serial", "extract_id", "duty_id")
    names += ("number", "template_id", "rule_set_id", "filter_id", "question")
    for (method, rule), places in found.items():
        if rule.startswith(("/akun", "/admin/imports", "/skor", "/l/")):
            continue
        if any(f"{name}>" in rule for name in names):
            assert {"own", "sub", "other", "none"} <= places, f"{method} {rule}: {places}"


def _wrong(world: World, line: Line, asked: list[str]) -> list[str]:
    sent = body(world, line.row) if line.row.method == "POST" else None
    wrong = []
    for column in asked:
        found = observe(world, line.row, column, sent)
        if found != line.cells[column]:
            wrong.append(f"{line.row} {column}: {found}, not {line.cells[column]}")
    return wrong


def test_every_cell(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    wrong: list[str] = []
    asked_for = 0
    for line, asked in chosen(lines(), all_of_them=LONG):
        asked_for += len(asked)
        wrong += _wrong(world, line, [cell.column for cell in asked])
    with capsys.disabled():
        print(f"\nmatrix: {cells(lines())} cells, {asked_for} asked for, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong[:40])


def test_the_file_follows_the_role_table() -> None:
    """Whoever lacks what a page declares is refused; a case answers those alone who see it."""
    wrong = []
    for line in lines():
        needs = line.needs.rstrip("!")
        if needs in ("", "anyone", "signed_in"):
            continue
        refused = "401" if line.row.rule.startswith("/api/") else "403"  # programs alone
        for column, role in {**ROLES, **TOP_ROLES}.items():
            if Permission(needs) not in TABLE[role] and line.cells[column] != refused:
                wrong.append(f"{line.row} {column}: {line.cells[column]} without {needs}")
        if "<number>" in line.row.rule and not line.row.rule.startswith(AFTERWARDS):
            wrong += _against_the_desks(line)
    assert not wrong, "\n".join(wrong[:40])


def _against_the_desks(line: Line) -> list[str]:
    wrong = []
    for column in ROLES:
        cell, sees = line.cells[column], SEES.get(column, frozenset())
        if cell != "403" and (cell != "404") != (line.row.place in sees):
            wrong.append(f"{line.row} {column}: {cell}")
        if cell[0] in "23" and line.row.method == "POST" and "+" not in cell:
            wrong.append(f"{line.row} {column}: {cell} changes nothing")
    return wrong


# Read outside the unit, whichever desk the case lies on (portal/complaints/aftermaths.py).
AFTERWARDS = "/desk/setelah-melapor"
DESK = (
    *("/desk", "/desk?antrean=all", "/desk?cari=akta", "/desk?cetak=1&antrean=all"),
    *("/desk/export", "/desk/lapor", "/desk/identity-requests", "/desk/catat", "/akun"),
)
LISTED = "/api/v1/complaints?month=2026-12&limit=1000"


def _shown(world: World, column: str, url: str) -> str:
    response = world.ask(column, "GET", url)
    text = response.get_data(as_text=True)
    return BeautifulSoup(text, "html5lib").get_text(" ", strip=True) if "html" in text else text


def test_cases_that_are_hidden_change_no_number(world: World) -> None:
    """Lists, counts, finds and files are the same words as if those cases had never been filed."""
    for column, sees in SEES.items():
        asked = (LISTED,) if column in TOKENS else DESK
        before = {at: _shown(world, column, at) for at in asked}
        places = [place for place in MARKS if place not in sees]
        keys = ("older", "number", "going", "answered", "held", "closed")
        hidden = [str(world.cases.ids[place][key]) for place in places for key in keys]
        world.remove_cases(hidden)
        for at in asked:
            assert _shown(world, column, at) == before[at], f"{column} {at}"
        world.restore()
        seen = [world.cases.ids[place]["number"] for place in sees]
        everything = " ".join(before.values()).replace("-", "")
        assert all(number in everything for number in seen), f"{column} sees its own"


@pytest.mark.postgresql
def test_what_is_read_on_postgresql(postgresql_world: World) -> None:
    """Reach is SQL: every list and page of staff, by the one who may and by each who may not."""
    wrong: list[str] = []
    for line in lines():
        if line.row.method != "GET" or line.needs in ("", "anyone", "signed_in"):
            continue
        may = [c for c in FAR if line.cells[c] == "200"][:1]
        may_not = [c for c in FAR if line.cells[c] == "404"][:1]
        wrong += _wrong(postgresql_world, line, may + may_not)
    assert not wrong, "\n".join(wrong[:40])


def test_a_method_that_is_not_offered_is_refused_in_words(world: World) -> None:
    offered: dict[str, set[str]] = {}
    for line in lines():
        offered.setdefault(line.row.rule, set()).add(line.row.method)
    first = {line.row.rule: line.row for line in reversed(lines())}
    for rule, methods in offered.items():
        for method in sorted({"PUT", "DELETE", "PATCH", "POST"} - methods):
            sent = {"csrf_token": world.token()}
            response = world.ask("head", method, url(world, first[rule], "head"), sent)
            # 404 where the last word may be a unit of another rule ("paper/checks").
            assert response.status_code in (404, 405), f"{method} {rule}"
            assert response.status_code == 404 or response.headers["Allow"], f"{method} {rule}"


def test_columns_hold_every_permission() -> None:
    """A permission that no column of the matrix holds would never be seen given."""
    told = {line.needs.rstrip("!") for line in lines()}
    assert told - {"", "anyone", "signed_in"} <= {str(p) for p in Permission}
    assert set(COLUMNS) >= {*ROLES, *TOKENS}
