"""docs/commands.md, made from what the commands say of themselves.

`make docs` writes it; a test compares. So the page can neither lack a command nor invent one.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from portal.cli import main
from portal.config import ROOT

PAGE = ROOT / "docs" / "commands.md"
HEAD = """# Commands

Made by `make docs` from `portal --help`; do not edit by hand. Every command leaves with
0 when it is done, 1 when it refuses (the reason in words on standard error, nothing changed),
2 for wrong usage. Columns of the sheets: [imports.md](imports.md).
Settings: [settings.md](settings.md). When to run what: [operations.md](operations.md).
"""


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command below the group, with its whole name; groups themselves left out."""
    for name, one in sorted(group.commands.items()):
        if isinstance(one, click.Group):
            yield from commands(one, (*path, name))
        else:
            yield " ".join((*path, name)), one


def page() -> str:
    """The page's text."""
    return "\n".join([HEAD, *(_section(name, one) for name, one in commands(main))])


def _section(name: str, one: click.Command) -> str:
    arguments = [
        p.make_metavar(click.Context(one)) for p in one.params if isinstance(p, click.Argument)
    ]
    usage = " ".join(["portal", name, *arguments])
    text = " ".join((one.help or "").split())
    options = [_option(p) for p in one.params if isinstance(p, click.Option)]
    parts = [f"## `{usage}`\n", text, *(["", *options] if options else [])]
    return "\n".join(parts) + "\n"


def _option(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    required = " (wajib)" if option.required else ""
    return f"- {names}{required}: {option.help or ''}"


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else PAGE).write_text(page(), "utf-8")
