"""What each setting may be: its text checked, or ValueError in words (docs/settings.md)."""

import ipaddress
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

STATIC = Path(__file__).resolve().parent.parent / "static"
ACCENTS = ("tarum", "laut", "daun", "soga", "manggis", "arang")
WEIGHTS = ("1/9", "0.111", "0.11")
SECOND_FACTOR = ("optional", "grave", "everyone")
KEPT_KINDS = ("pengaduan", "aspirasi", "informasi", "apresiasi")
LAPOR_MODES = ("own", "hand_over")
CASE_STATES = ("received", "verified", "in_progress", "waiting", "answered", "closed")
SHORTEST_SECRET = 32

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _text(value: str) -> str:
    return value.strip()


def _optional(value: str) -> str | None:
    return value.strip() or None


def _base_url(value: str) -> str:
    parts = urlsplit(value.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("bukan alamat http:// atau https://")
    if parts.query or parts.fragment:
        raise ValueError("tanpa tanda tanya atau pagar")
    return value.strip().rstrip("/")


def _files_url(value: str) -> Path:
    parts = urlsplit(value.strip())
    folder = Path(unquote(parts.path))
    if parts.scheme != "file" or parts.netloc or not folder.is_absolute():
        raise ValueError("tulis folder di mesin ini, file:///srv/lampiran; s3:// belum didukung")
    if folder.resolve().is_relative_to(STATIC):
        raise ValueError("folder itu disajikan kepada siapa saja")
    return folder


def _zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        words = "zona waktu tidak dikenal; contoh Asia/Jakarta, Asia/Makassar, Asia/Jayapura"
        raise ValueError(words) from error


def _count(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.strip().isdecimal() or not lowest <= int(value) <= highest:
            raise ValueError(f"harus bilangan bulat {lowest} sampai {highest}")
        return int(value)

    return parse


def _one_of(known: tuple[str, ...]) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value.strip().lower() not in known:
            raise ValueError("pilih salah satu: " + ", ".join(known))
        return value.strip().lower()

    return parse


def _weight(value: str) -> str:
    written = value.strip().replace(",", ".")
    if written not in WEIGHTS:
        raise ValueError("pilih salah satu: " + ", ".join(WEIGHTS))
    return written


def _smtp_url(value: str) -> str | None:
    parts = urlsplit(value.strip())
    if parts.scheme not in ("smtp", "smtps", "smtp+starttls") or not parts.hostname:
        raise ValueError("tulis smtp://, smtps:// atau smtp+starttls://[nama:sandi@]host[:port]")
    return value.strip()


def _addresses(value: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in value.split(",") if part.strip())
    if any(part.count("@") != 1 or part.startswith("@") for part in found):
        raise ValueError("daftar alamat surel dengan koma")
    return found


def _objection_days(value: str) -> tuple[int, int, int]:
    parts = [part.strip() for part in value.split(",")]
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        raise ValueError("tiga hari kerja dengan koma: pratinjau, akhir sanggahan, final")
    preview, last, final = (int(part) for part in parts)
    if not 1 <= preview <= last < final <= 20:
        raise ValueError("harus naik, paling kecil 1 dan paling besar 20; contoh 1,5,8")
    return preview, last, final


def _token(value: str) -> str:
    if len(value.strip()) < SHORTEST_SECRET:
        raise ValueError(f"paling sedikit {SHORTEST_SECRET} huruf")
    return value.strip()


def _retention(value: str) -> Mapping[str, int]:
    """Months by kind of complaint; a kind that is not named is kept."""
    found: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in value.split(","))):
        kind, _sign, months = (piece.strip().lower() for piece in part.partition("="))
        if kind not in KEPT_KINDS or not months.isdecimal() or not 3 <= int(months) <= 600:
            raise ValueError(
                "tulis jenis=bulan dengan koma, 3 sampai 600 bulan; jenis: " + ", ".join(KEPT_KINDS)
            )
        found[kind] = int(months)
    return found


def _lapor_statuses(value: str) -> Mapping[str, tuple[str, ...]]:
    """Our states by a status of SP4N-LAPOR!, as it is written there, in small letters."""
    found: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (part.strip() for part in value.split(","))):
        status, _sign, listed = part.partition("=")
        name = " ".join(status.casefold().split())
        states = tuple(piece.strip().lower() for piece in listed.split("+"))
        if not name or not all(state in CASE_STATES for state in states):
            raise ValueError("tulis status=keadaan+keadaan; keadaan: " + ", ".join(CASE_STATES))
        found[name] = states
    return found


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(
            ipaddress.ip_network(part.strip()) for part in value.split(",") if part.strip()
        )
    except ValueError as error:
        words = "daftar jaringan dengan koma, contoh 10.20.0.0/16, 2001:db8::/48"
        raise ValueError(words) from error


def _database_url(value: str) -> str:
    text = value.strip()
    if text.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + text.split("://", 1)[1]
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("mulai dengan sqlite:/// atau postgresql+psycopg://")
    return text


PARSERS: Mapping[str, Callable[[str], Any]] = {
    "database_url": _database_url,
    "redis_url": _optional,
    "files_url": _files_url,
    "base_url": _base_url,
    "timezone": _zone,
    "trusted_proxies": _count(0, 5),
    "accent": _one_of(ACCENTS),
    "contact": _text,
    "weight": _weight,
    "office_networks": _networks,
    "address_limit": _count(1, 100_000),
    "office_limit": _count(1, 1_000_000),
    "counter_limit": _count(1, 1_000_000),
    "smtp_url": _smtp_url,
    "mail_from": _text,
    "digest_to": _addresses,
    "second_factor": _one_of(SECOND_FACTOR),
    "objection_days": _objection_days,
    "trial_months": _count(0, 24),
    "metrics_token": _token,
    "retention": _retention,
    "lapor_mode": _one_of(LAPOR_MODES),
    "lapor_statuses": _lapor_statuses,
}
