"""Which complaints come in on which day, and from whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.demo.cases.lives import Life, life_of, published
from portal.demo.cases.texts import TALES, Tale
from portal.demo.chance import Chance, chance, pick
from portal.demo.counters import COUNTERS, MOBILE_TODAY, CounterFact
from portal.demo.days import HalfYear
from portal.demo.names import full_name
from portal.demo.services import FREE, SERVICES

CASES = 381  # besides those of special.py
PHOTOGRAPHED = 67  # one in so many has a photo
CARE = ("RSUD", "PKM-MUARA", "DINKES")
LATELY = timedelta(days=24)
IDENTITIES = {"tanpa_nama": 60, "dirahasiakan": 15, "terbuka": 25}
CHANNELS = {"qr": 70, "link": 30}
NAMES = {one.code: one.name for one in SERVICES}
KINDS = {"pengaduan": 60, "informasi": 20, "aspirasi": 9, "apresiasi": 11}
ABOUTS = {"layanan": 74, "petugas": 14, "pimpinan": 4, "uang": 5, "belum_jelas": 3}


@dataclass(frozen=True, slots=True)
class Coming:
    """One complaint before it is filed; without a `reporter` nobody says who it is.

    `officer` is the login of whom it is about, where the reporter chose from the roster.
    """

    place: int
    filed_on: date
    counter: CounterFact
    service: str
    tale: Tale
    story: str
    identity: str
    reporter: str
    channel: str
    may_publish: bool
    life: Life
    officer: str = ""
    has_photo: bool = False

    @property
    def is_free(self) -> bool:
        return self.service in FREE


def comings(half: HalfYear) -> Iterator[Coming]:
    """Four hundred of them, on working days, up to today."""
    stream = chance("cases")
    last = half.today
    days = list(half.working_days(6, half.first_day, last))
    counters = [one for one in COUNTERS if one.key != MOBILE_TODAY]
    for place in range(CASES):
        yield _coming(stream, place, stream.choice(days), stream.choice(counters), half)


def _coming(stream: Chance, place: int, day: date, counter: CounterFact, half: HalfYear) -> Coming:
    kind = pick(stream, KINDS)
    about = pick(stream, ABOUTS) if kind == "pengaduan" else ""
    fitting = [one for one in TALES if one.kind == kind and about in ("", one.about)]
    if counter.unit in CARE:
        fitting = [one for one in fitting if not one.of_paper]
    tale, service = stream.choice(fitting), stream.choice(counter.services)
    identity = pick(stream, IDENTITIES)
    may_publish = stream.random() < 0.2
    life = life_of(stream, kind, tale.about, is_late=half.today - day < LATELY)
    words = {"service": NAMES[service], "counter": counter.number, "n": stream.randint(2, 5)}
    return Coming(
        place=place,
        filed_on=day,
        counter=counter,
        service=service,
        tale=tale,
        story=tale.story.format(**words),
        identity=identity,
        reporter=full_name(stream, man=stream.random() < 0.5) if identity != "tanpa_nama" else "",
        channel=pick(stream, CHANNELS),
        may_publish=may_publish,
        life=published(life) if may_publish else life,
        has_photo=place % PHOTOGRAPHED == 1,
    )
