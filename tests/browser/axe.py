"""axe-core on the page that is open."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

SOURCE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Only what is asked about: to hand over every element that passed takes longer than to look at it.
RUN = """run => axe.run(run).then(found => [
  found.passes.length,
  found.inapplicable.length,
  found.violations.map(one => [one.id, one.impact, one.nodes.map(node => node.html)]),
])"""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that is broken, how grave that is, and the elements that break it."""

    rule: str
    impact: str
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What axe found, and how many rules had something to look at, or nothing."""

    passes: int
    inapplicable: int
    violations: tuple[Violation, ...]


def load(page: Page) -> None:
    """Put axe into the page; it stays until the next page."""
    page.evaluate(SOURCE)


def look(page: Page, run: dict[str, object] | None = None) -> Looked:
    """Run the rules of `run`; all of them without."""
    passes, inapplicable, violations = page.evaluate(RUN, run or {})
    found = tuple(Violation(rule, impact, tuple(nodes)) for rule, impact, nodes in violations)
    return Looked(passes, inapplicable, found)


def violations(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    """What breaks the rules of WCAG 2.2 AA and good practice on this page."""
    load(page)
    found = look(page, {"runOnly": {"type": "tag", "values": list(TAGS)}})
    assert found.passes > 10, "axe has looked at nothing"
    return [(one.rule, one.elements) for one in found.violations]
