"""What a stored rating costs, beside the floor, in the same run: `python -m benchmarks.rating`.

Both sites run at once and take turns, so that the load of other work on the machine hits
both; figures are medians over the turns. A submission is GET form + POST + GET thanks.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from benchmarks.load import Link, Run, Site, form_only, run, submission
from benchmarks.sites import Served, side_by_side

CONNECTIONS = (8, 16)


@dataclass
class Figures:
    """One site's turns: CPU milliseconds per unit, and the runs."""

    cpu: list[float] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def cpu_ms(self) -> float:
        return median(self.cpu)

    def per_second(self) -> float:
        return median(one.per_second for one in self.runs)

    def percentile(self, percent: float) -> float:
        return median(one.percentile(percent) for one in self.runs)


def turn(
    served: Served,
    figures: Figures,
    connections: int,
    count: int,
    unit: Callable[[Link, Site], None],
) -> None:
    before = served.cpu()
    figures.runs.append(run(served.site, connections, count, unit))
    figures.cpu.append(1000 * (served.cpu() - before) / count)


def compare(kind: str, turns: int, count: int) -> list[str]:
    """Print the table of one database; the names of missed goals come back."""
    missed = []
    with side_by_side(kind) as (floor, portal):
        for served in (floor, portal):
            run(served.site, 8, 50, submission)  # warm
        for connections in CONNECTIONS:
            for name, unit in (("GET form", form_only), ("submission", submission)):
                theirs, ours = Figures(), Figures()
                for _ in range(turns):
                    turn(floor, theirs, connections, count, unit)
                    turn(portal, ours, connections, count, unit)
                show(kind, connections, name, theirs, ours)
                missed += goals(kind, connections, name, theirs, ours)
    return missed


def show(kind: str, connections: int, name: str, theirs: Figures, ours: Figures) -> None:
    for who, figures in (("floor", theirs), ("portal", ours)):
        print(
            f"| {kind} | {connections} | {name} | {who} | {figures.cpu_ms():.2f}"
            f" | {figures.per_second():.0f} | {figures.percentile(50):.1f}"
            f" | {figures.percentile(99):.1f} |",
            flush=True,
        )


def goals(kind: str, connections: int, name: str, theirs: Figures, ours: Figures) -> list[str]:
    """The goals of this row that were missed, in words."""
    at = f"{kind}, {connections} connections, {name}"
    share = ours.per_second() / theirs.per_second()
    tail = ours.percentile(99) / theirs.percentile(99)
    found = []
    if ours.cpu_ms() > (3 if name == "GET form" else 10):
        found.append(f"{at}: {ours.cpu_ms():.2f} ms of CPU")
    if name == "submission" and share < 0.5:
        found.append(f"{at}: {share:.0%} of the floor's requests per second")
    if name == "submission" and connections == 16 and tail > 2:
        found.append(f"{at}: p99 is {tail:.2f} times the floor's")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    chosen = parser.parse_args()
    print("| database | connections | unit | site | CPU ms | per second | p50 ms | p99 ms |")
    print("|---|---|---|---|---|---|---|---|")
    missed = []
    for kind in chosen.database or ("sqlite", "postgresql"):
        missed += compare(kind, chosen.turns, chosen.count)
    print("\n".join(["", "Goals missed:", *missed]) if missed else "\nAll goals reached.")


if __name__ == "__main__":
    main()
