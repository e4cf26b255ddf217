"""An independent, slow and obvious computation of the figures, straight from plain rows.

It shares no code with the portal: its formulas are those of the regulation, written out.
"""

from collections import defaultdict
from fractions import Fraction
from math import atan, ceil, cos, floor, pi, sin, sqrt
from typing import Any

NINE = (
    "persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarana",
    "pengaduan",
)  # fmt: skip
Row = dict[str, Any]


def marks(rows: list[Row], name: str) -> list[int]:
    return [row[name] for row in rows if row[name] is not None and row[name] > 0]


def half_up(value: Fraction, places: int = 2) -> float:
    return floor(value * 10**places + Fraction(1, 2)) / 10**places


def index(rows: list[Row], minimum: int = 1) -> Fraction | None:
    if any(len(marks(rows, e)) < minimum for e in NINE):
        return None
    return sum(
        (Fraction(sum(marks(rows, e)), len(marks(rows, e))) for e in NINE), Fraction()
    ) * Fraction(25, 9)


def grade(value: float) -> str:
    return "A" if value >= 88.31 else "B" if value >= 76.61 else "C" if value >= 65 else "D"


def student(freedom: int) -> float:
    """The 97.5 % quantile of Student's t, found by halving until 95 % lie within it."""
    low, high = 1.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle, freedom) < 0.95 else (low, middle)
    return round(high, 4)


def within(t: float, freedom: int) -> float:
    """The share of Student's t within ±t, in closed form."""
    angle, odd = atan(t / sqrt(freedom)), freedom % 2
    term, total = (cos(angle), 0.0) if odd else (1.0, 0.0)
    for k in range(3 if odd else 2, freedom + 1, 2):
        total, term = total + term, term * cos(angle) ** 2 * (k - 1) / k
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total


def interval(rows: list[Row]) -> list[float]:
    n = {e: len(marks(rows, e)) for e in NINE}
    nrr = {e: sum(marks(rows, e)) / n[e] for e in NINE}
    k = 9 / sum(1 / n[e] for e in NINE)
    m = float(index(rows) or 0)
    centre = (k * m + 62.5) / (k + 1)
    days: dict[Any, list[float]] = defaultdict(lambda: [0.0, 0.0])
    squares = 0.0
    for row in rows:
        moved = size = 0.0
        for e in NINE:
            if row[e] is not None and row[e] > 0:
                moved += 25 / 9 * k / n[e] * (row[e] - nrr[e])
                size += k / n[e] / 9
        squares += moved**2
        days[row["received_on"]][0] += size
        days[row["received_on"]][1] += moved
    squares += k * (m - centre) ** 2
    wide = 1.96
    answered = [day for day in days.values() if day[0]]
    if len(answered) > 1:
        clustered = sum((d + size * (m - centre)) ** 2 for size, d in answered)
        clustered *= len(answered) / (len(answered) - 1)
        if clustered > squares * (1 + 1e-9):
            squares, wide = clustered, max(wide, student(len(answered) - 1))
    squares += ((25 - centre) ** 2 + (100 - centre) ** 2) / 2
    half = wide * sqrt(squares / k / (k + 1))
    low, high = max(centre - half, 25.0), min(centre + half, 100.0)
    return [floor(low * 10 + 1e-8) / 10, ceil(high * 10 - 1e-8) / 10]


def element_interval(rows: list[Row], name: str) -> list[float] | None:
    """Of one question: x = 25 × mark, Student's t, and the days if they differ."""
    given = [(row["received_on"], 25 * row[name]) for row in rows if marks([row], name)]
    n = len(given)
    if n < 10:
        return None
    m = sum(x for _, x in given) / n
    centre = (n * m + 62.5) / (n + 1)
    squares, wide = sum((x - centre) ** 2 for _, x in given), max(1.96, student(n - 1))
    days: dict[Any, float] = defaultdict(float)
    for day, x in given:
        days[day] += x - centre
    if len(days) > 1:
        clustered = sum(d**2 for d in days.values()) * len(days) / (len(days) - 1)
        if clustered > squares * (1 + 1e-9):
            squares, wide = clustered, max(wide, student(len(days) - 1))
    squares += ((25 - centre) ** 2 + (100 - centre) ** 2) / 2
    half = wide * sqrt(squares / n / (n + 1))
    low, high = max(centre - half, 25.0), min(centre + half, 100.0)
    return [floor(low * 10 + 1e-8) / 10, ceil(high * 10 - 1e-8) / 10]


def unit_figures(rows: list[Row]) -> Row:
    """What a month says of a unit, location, counter or service with these rows."""
    counted = [r for r in rows if r["status"] == "counts"]
    flagged = [r for r in rows if r["status"] == "quarantined"]
    answers = [r for r in counted if any(marks([r], e) for e in NINE)]
    complete = [r for r in counted if all(marks([r], e) for e in NINE)]
    n = len(answers)
    exact = index(answers, 10) if n >= 10 else None
    value = None if exact is None else half_up(exact)
    return {
        "answers": n,
        "complete": len(complete),
        "index": value,
        "grade": grade(value) if value is not None and n >= 30 else None,
        "interval": interval(answers) if value is not None else None,
        "elements": {
            e: {**element(marks(counted, e)), "interval": element_interval(counted, e)}
            for e in NINE
        },
        "overall": overall(marks(counted, "overall")),
        "flagged": len([r for r in flagged if any(marks([r], e) for e in NINE)]),
    }


def element(given: list[int]) -> Row:
    if len(given) < 10:
        return {"answers": len(given), "mean": None, "index": None, "grade": None}
    mean = Fraction(sum(given), len(given))
    score = half_up(mean * 25)
    letter = grade(score) if len(given) >= 30 else None
    return {"answers": len(given), "mean": half_up(mean, 4), "index": score, "grade": letter}


def overall(given: list[int]) -> Row:
    if len(given) < 10:
        return {"answers": len(given), "mean": None, "score": None}
    mean = Fraction(sum(given), len(given))
    return {"answers": len(given), "mean": half_up(mean, 4), "score": half_up(mean * 25)}


def personal(rows: list[Row]) -> list[Row]:
    """The ratings that may speak of a person."""
    return [
        r
        for r in rows
        if r["status"] == "counts" and r["attribution_certainty"] == "exact" and r["tier"] != "E"
    ]
