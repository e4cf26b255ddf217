"""docs/imports.md tells every column of every sheet, and its examples can be imported."""

from pathlib import Path

import pytest

from portal.organisation.layouts import LAYOUTS
from portal.sheets import Column, Layout

TEXT = (Path(__file__).parents[2] / "docs" / "imports.md").read_text()


def section(layout: Layout) -> str:
    heading = f"## {layout.title} (`{layout.name}`)\n"
    assert heading in TEXT
    return TEXT.split(heading)[1].split("\n## ")[0]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.name)
def test_every_column_is_documented_as_it_is(layout: Layout) -> None:
    rows = [line for line in section(layout).splitlines() if line.startswith("|")][2:]
    assert rows == [
        f"| {column.title} | `{column.key}` | {'ya' if column.required else ''} |"
        f" {column.example} | {column.meaning} |"
        for column in layout.columns
    ]


COLUMNS = [(name, column) for name, layout in LAYOUTS.items() for column in layout.columns]


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=lambda part: getattr(part, "key", part))
def test_every_example_is_taken(name: str, column: Column) -> None:
    assert column.parse(column.example) is not None, name


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.name)
def test_no_header_means_two_columns(layout: Layout) -> None:
    names = [name for column in layout.columns for name in column.names()]
    assert len(names) == len(set(names))
