"""Where service happens: units, locations, services, counters, officers, duty, calendar.

Columns only. Nothing is deleted: a unit, service, counter or officer that ends gets a
date, because closed months and answers keep pointing at it.
"""

from datetime import date, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base

TARIFFS = ("gratis", "berbayar")
LOCATION_KINDS = ("kantor", "mpp", "keliling")
OFFICER_KINDS = ("pns", "pppk", "lainnya")
ACTING_KINDS = ("plt", "plh")
HOLIDAY_KINDS = ("libur_nasional", "cuti_bersama", "khusus")


def _words(column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_word")


class Unit(Base):
    """A node of the organisation tree; the root is the government itself (pemda)."""

    __tablename__ = "unit"
    __table_args__ = (sa.CheckConstraint("work_days IN (5, 6)", name="work_days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(40), default="")
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    work_days: Mapped[int] = mapped_column(sa.SmallInteger, default=5)
    contact: Mapped[str] = mapped_column(sa.String(200), default="")
    retired_on: Mapped[date | None]


class Location(Base):
    """A building or place where counters stand; `held_on` for a mobile service day."""

    __tablename__ = "location"
    __table_args__ = (_words("kind", LOCATION_KINDS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(10), default="kantor")
    address: Mapped[str] = mapped_column(sa.String(400), default="")
    held_on: Mapped[date | None]
    hours: Mapped[str] = mapped_column(sa.String(100), default="")
    retired_on: Mapped[date | None]


class Service(Base):
    """What a resident comes for, with its tariff (gratis, or rupiah)."""

    __tablename__ = "service"
    __table_args__ = (
        _words("tariff", TARIFFS),
        sa.CheckConstraint("rupiah >= 0", name="rupiah"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200), default="")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    tariff: Mapped[str] = mapped_column(sa.String(10), default="gratis")
    rupiah: Mapped[int | None] = mapped_column(sa.BigInteger)
    retired_on: Mapped[date | None]


class Counter(Base):
    """A desk; its import key is unit and number. It keeps its id when renamed or moved."""

    __tablename__ = "counter"
    __table_args__ = (sa.UniqueConstraint("unit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    number: Mapped[str] = mapped_column(sa.String(8))
    name: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200), default="")
    location_id: Mapped[int | None] = mapped_column(sa.ForeignKey("location.id"), index=True)
    closed_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("counter.id"), index=True)


class CounterCode(Base):
    """A code that stands under a QR. Old ones stay valid; `is_current` is the one to print."""

    __tablename__ = "counter_code"

    code: Mapped[str] = mapped_column(sa.String(6), primary_key=True)
    counter_id: Mapped[int] = mapped_column(sa.ForeignKey("counter.id"), index=True)
    is_current: Mapped[bool] = mapped_column(default=True)


class CounterService(Base):
    """A service offered at a counter (of any unit: an MPP desk serves several agencies)."""

    __tablename__ = "counter_service"

    counter_id: Mapped[int] = mapped_column(sa.ForeignKey("counter.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(
        sa.ForeignKey("service.id"), primary_key=True, index=True
    )


class Officer(Base):
    """A civil servant or contract staff. `handle` is the random name used on public forms."""

    __tablename__ = "officer"
    __table_args__ = (
        _words("kind", OFFICER_KINDS),
        sa.CheckConstraint("(nip IS NULL) = (kind = 'lainnya')", name="nip_by_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(sa.String(12), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    nip: Mapped[str | None] = mapped_column(sa.String(18), unique=True)
    internal_id: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    call_name: Mapped[str] = mapped_column(sa.String(80), default="")
    shows_name: Mapped[bool] = mapped_column(default=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    position: Mapped[str] = mapped_column(sa.String(200), default="")
    left_on: Mapped[date | None]


class ActingAppointment(Base):
    """An acting head or officer (Plt., Plh.) with decree, start and end."""

    __tablename__ = "acting_appointment"
    __table_args__ = (
        _words("kind", ACTING_KINDS),
        sa.UniqueConstraint("officer_id", "unit_id", "decree"),
        sa.CheckConstraint("ends_on >= starts_on", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(3))
    position: Mapped[str] = mapped_column(sa.String(200), default="")
    decree: Mapped[str] = mapped_column(sa.String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Duty(Base):
    """One officer at one counter on one day, from a local time to a local time."""

    __tablename__ = "duty"
    __table_args__ = (
        sa.UniqueConstraint("officer_id", "on_date", "starts_at", "counter_id"),
        sa.CheckConstraint("ends_at > starts_at", name="order"),
        sa.Index("ix_duty_counter_id_on_date", "counter_id", "on_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    counter_id: Mapped[int] = mapped_column(sa.ForeignKey("counter.id"))
    on_date: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    desk: Mapped[str] = mapped_column(sa.String(8), default="")


class Served(Base):
    """How many people a counter served on a day: the denominator of the response rate."""

    __tablename__ = "served"
    __table_args__ = (sa.CheckConstraint("number >= 0", name="number"),)

    counter_id: Mapped[int] = mapped_column(sa.ForeignKey("counter.id"), primary_key=True)
    on_date: Mapped[date] = mapped_column(primary_key=True, index=True)
    number: Mapped[int]


class Holiday(Base):
    """A day without service: national holiday, cuti bersama, or the unit's own; with decree."""

    __tablename__ = "holiday"
    __table_args__ = (_words("kind", HOLIDAY_KINDS),)

    on_date: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(200))
    decree: Mapped[str] = mapped_column(sa.String(200), default="")


class Announcement(Base):
    """A notice by staff for the residents of a unit and all below it: formatted, cleaned."""

    __tablename__ = "announcement"
    __table_args__ = (sa.CheckConstraint("shows_until >= shows_from", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    shows_from: Mapped[date]
    shows_until: Mapped[date]


class CheckIn(Base):
    """An officer's "saya bertugas di loket ini": until the next one, or the end of the day."""

    __tablename__ = "check_in"
    __table_args__ = (sa.Index("ix_check_in_counter_id_on_date", "counter_id", "on_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    counter_id: Mapped[int] = mapped_column(sa.ForeignKey("counter.id"))
    on_date: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time | None]
    desk: Mapped[str] = mapped_column(sa.String(8), default="")


class Leave(Base):
    """Days on which an officer is away: no duty is planned, and none is believed."""

    __tablename__ = "leave"
    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(200), default="")


class RuleSet(Base):
    """Legal time limits of a unit and all below it (domain.md §3); no unit: the installation.

    Working days unless the name says otherwise. `extension_days` 0: no extension. An open case
    keeps the rule set it began with, so a row that was used is never changed, only ended.
    """

    __tablename__ = "rule_set"
    __table_args__ = (
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    legal_basis: Mapped[str] = mapped_column(sa.String(200))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    verified_on: Mapped[date | None]
    verified_by: Mapped[str] = mapped_column(sa.String(200), default="")
    verification_days: Mapped[int] = mapped_column(sa.SmallInteger)
    first_step_days: Mapped[int] = mapped_column(sa.SmallInteger)
    information_days: Mapped[int] = mapped_column(sa.SmallInteger)
    aspiration_days: Mapped[int] = mapped_column(sa.SmallInteger)
    complaint_days: Mapped[int] = mapped_column(sa.SmallInteger)
    oversight_days: Mapped[int] = mapped_column(sa.SmallInteger)
    silence_days: Mapped[int] = mapped_column(sa.SmallInteger)
    incomplete_calendar_days: Mapped[int] = mapped_column(sa.SmallInteger)
    pause_days: Mapped[int] = mapped_column(sa.SmallInteger)
    extension_days: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    reopen_days: Mapped[int] = mapped_column(sa.SmallInteger)


class ComplaintManager(Base):
    """The responsible complaint manager of a unit, published (UU 25/2009 Ps 36)."""

    __tablename__ = "complaint_manager"

    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    position: Mapped[str] = mapped_column(sa.String(200), default="")
    address: Mapped[str] = mapped_column(sa.String(400))
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
