"""Whatever stands in the cells: stored whole, or refused in words."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.errors import PortalError
from portal.organisation import commands
from portal.organisation.layouts import LAYOUTS
from portal.sheets import Row, Sheet
from portal.sheets.table import Unusable
from portal.sheets.text import clean_text
from tests.organisation.conftest import Office
from tests.organisation.sheets import OPERATOR

PLAUSIBLE = st.sampled_from(
    [
        *("KAB", "DUKCAPIL", "PTSP", "1", "2", "01", "K-1", "198609262015051001", "KTP", "MPP"),
        *("Plt.", "ya", "gratis", "02/11/2026", "08.00", "16:00", "DUKCAPIL 1", "kantor", "PNS"),
        *("199001012022211002", "198609262015051000", "1.98609E+17", "Rp 5.000", "keliling", "6"),
    ]
)
CELLS = (
    PLAUSIBLE
    | PLAUSIBLE
    | st.none()
    | st.text(max_size=8).map(lambda text: clean_text(text) or None)
    | st.integers(-(10**19), 10**19)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.times()
    | st.datetimes()
    | st.just(Unusable("rumus.", "Tempel sebagai nilai."))
    | st.sampled_from([46328, 0.5, 46328.5, 8, date(2026, 11, 2), time(8)])
)


@pytest.mark.parametrize("name", LAYOUTS)
def test_any_cells_are_stored_or_refused_in_words(sqlite_office: Office, name: str) -> None:
    layout = LAYOUTS[name]
    run: Any = getattr(commands, f"import_{name}")
    facts = {"today": date(2026, 11, 21)} if name == "served" else {}
    width = len(layout.columns)

    @settings(
        max_examples=60,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(rows=st.lists(st.tuples(*[CELLS] * width), min_size=1, max_size=3))
    def check(rows: list[tuple[Any, ...]]) -> None:
        headers = tuple(column.title for column in layout.columns)
        numbered = tuple(Row(at, values) for at, values in enumerate(rows, start=2))
        sheet = Sheet("acak", headers, numbered)
        try:
            first = run(OPERATOR, sheet=sheet, **facts)
            again = run(OPERATOR, sheet=sheet, **facts)
        except PortalError as refusal:
            assert refusal.message  # noqa: PT017
        else:
            assert first.added + first.changed + first.unchanged + first.removed == len(rows)
            assert (again.added, again.changed) == (0, 0)

    check()
