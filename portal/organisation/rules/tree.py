"""The order in which a tree can be stored, and what makes it no tree."""

from collections.abc import Mapping


def parents_first(parents: Mapping[str, str | None]) -> list[str]:
    """Codes in an order in which each stands after its parent; those in a cycle are left out.

    A parent that is not among the codes counts as stored already.
    """
    ordered: dict[str, None] = {}
    for code in parents:
        for ancestor in reversed(_line_up(code, parents)):
            parent = parents[ancestor]
            if parent is None or parent not in parents or parent in ordered:
                ordered.setdefault(ancestor)
    return list(ordered)


def _line_up(code: str, parents: Mapping[str, str | None]) -> list[str]:
    line = [code]
    seen = {code}
    while (parent := parents[line[-1]]) is not None and parent in parents and parent not in seen:
        line.append(parent)
        seen.add(parent)
    return line


def cycle_through(code: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """The way from a code back to itself (`A, B, A`); empty when there is none."""
    line = _line_up(code, parents)
    return (*line, code) if parents[line[-1]] == code else ()
