"""Settings: read once from the environment and `instance/portal.cfg`, checked, frozen.

A setting `base_url` is `PORTAL_BASE_URL` in the environment, or `base_url = …` under
`[portal]` in `portal.cfg`. The environment wins. Secrets stand in a file of their own,
made by `portal init`, mode 0600.
"""

import configparser
import ipaddress
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portal.errors import Problem, Problems

ROOT = Path(__file__).resolve().parent.parent
SECRETS_FILE = "secrets.json"
CONFIG_FILE = "portal.cfg"
PREFIX = "PORTAL_"
ACCENTS = ("tarum", "laut", "daun", "soga", "manggis", "arang")
WEIGHTS = ("1/9", "0.111", "0.11")
SECOND_FACTOR = ("optional", "grave", "everyone")
SHORTEST_SECRET = 32
KNOWN_SECRETS = frozenset({"dev", "secret", "changeme", "change-me", "password", "test"})

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Secrets:
    """Keys that never stand in the database: hex text of at least 32 characters each."""

    session_key: str
    ticket_key: str
    vault_key: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation may choose; see docs/settings.md."""

    instance: Path
    database_url: str
    secrets: Secrets | None = None
    redis_url: str | None = None
    base_url: str = "http://127.0.0.1:8000"
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Jakarta"))
    trusted_proxies: int = 0
    accent: str = "tarum"
    contact: str = ""
    weight: str = "1/9"
    office_networks: tuple[Network, ...] = ()
    address_limit: int = 60
    office_limit: int = 1200
    counter_limit: int = 240
    smtp_url: str | None = None
    mail_from: str = ""
    digest_to: tuple[str, ...] = ()
    second_factor: str = "grave"
    objection_days: tuple[int, int, int] = (1, 5, 8)
    trial_months: int = 3
    metrics_token: str | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


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


def _zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            "zona waktu tidak dikenal; contoh Asia/Jakarta, Asia/Makassar, Asia/Jayapura"
        ) from error


def _count(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.strip().isdecimal() or not lowest <= int(value) <= highest:
            raise ValueError(f"harus bilangan bulat {lowest} sampai {highest}")
        return int(value)

    return parse


def _accent(value: str) -> str:
    if value.strip().lower() not in ACCENTS:
        raise ValueError("pilih salah satu: " + ", ".join(ACCENTS))
    return value.strip().lower()


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


def _second_factor(value: str) -> str:
    if value.strip().lower() not in SECOND_FACTOR:
        raise ValueError("pilih salah satu: " + ", ".join(SECOND_FACTOR))
    return value.strip().lower()


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


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(
            ipaddress.ip_network(part.strip()) for part in value.split(",") if part.strip()
        )
    except ValueError as error:
        raise ValueError(
            "daftar jaringan dengan koma, contoh 10.20.0.0/16, 2001:db8::/48"
        ) from error


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
    "base_url": _base_url,
    "timezone": _zone,
    "trusted_proxies": _count(0, 5),
    "accent": _accent,
    "contact": _text,
    "weight": _weight,
    "office_networks": _networks,
    "address_limit": _count(1, 100_000),
    "office_limit": _count(1, 1_000_000),
    "counter_limit": _count(1, 1_000_000),
    "smtp_url": _smtp_url,
    "mail_from": _text,
    "digest_to": _addresses,
    "second_factor": _second_factor,
    "objection_days": _objection_days,
    "trial_months": _count(0, 24),
    "metrics_token": _token,
}


def instance_path(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of this installation's own files (`PORTAL_INSTANCE`, else `instance/`)."""
    return Path(environ.get(PREFIX + "INSTANCE") or ROOT / "instance").resolve()


def load_settings(
    environ: Mapping[str, str] = os.environ, *, instance: Path | None = None
) -> Settings:
    """Read, check and freeze the settings; raises Problems naming every bad one."""
    folder = instance or instance_path(environ)
    raw = {**_from_file(folder), **_from_environment(environ)}
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name, (text, source) in raw.items():
        try:
            values[name] = PARSERS[name](text)
        except KeyError:
            problems.append(Problem(source, f"pengaturan {name} tidak dikenal.", _nearest(name)))
        except ValueError as error:
            problems.append(Problem(source, f"{name} = {text!r}: {error}."))
    if problems:
        raise Problems(problems)
    values.setdefault("database_url", f"sqlite:///{folder / 'portal.db'}")
    provenance = {f.name: raw[f.name][1] if f.name in raw else "bawaan" for f in fields(Settings)}
    if environ.get(PREFIX + "INSTANCE"):
        provenance["instance"] = PREFIX + "INSTANCE"
    return Settings(instance=folder, secrets=read_secrets(folder), provenance=provenance, **values)


def _from_environment(environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {
        key.removeprefix(PREFIX).lower(): (value, key)
        for key, value in environ.items()
        if key.startswith(PREFIX) and key != PREFIX + "INSTANCE" and value.strip()
    }


def _from_file(folder: Path) -> dict[str, tuple[str, str]]:
    path = folder / CONFIG_FILE
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (configparser.Error, UnicodeDecodeError, OSError) as error:
        remedy = "Tulis [portal] di baris pertama, lalu nama = nilai."
        raise Problems([Problem(CONFIG_FILE, f"tidak terbaca: {error}.", remedy)]) from error
    section = parser["portal"] if parser.has_section("portal") else {}
    return {name: (value, CONFIG_FILE) for name, value in section.items()}


def _nearest(name: str) -> str:
    return "Yang dikenal: " + ", ".join(sorted(PARSERS)) + "."


def read_secrets(folder: Path) -> Secrets | None:
    """The secrets of this installation, or None where `portal init` has not run.

    Raises Problems for a secret that is short or well known: a portal with a guessable
    key must not start (domain.md §6, "default secrets in production").
    """
    path = folder / SECRETS_FILE
    try:
        stored = json.loads(path.read_text("utf-8"))
        secrets = Secrets(**{f.name: str(stored[f.name]) for f in fields(Secrets)})
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, OSError) as error:
        remedy = "Pulihkan dari cadangan, atau hapus berkas itu dan jalankan `portal init`."
        raise Problems([Problem(SECRETS_FILE, "tidak terbaca.", remedy)]) from error
    weak = [f.name for f in fields(Secrets) if _is_weak(getattr(secrets, f.name))]
    if weak:
        remedy = "Hapus berkas itu dan jalankan `portal init`."
        raise Problems([Problem(SECRETS_FILE, f"{', '.join(weak)} mudah ditebak.", remedy)])
    return secrets


def _is_weak(secret: str) -> bool:
    return len(secret) < SHORTEST_SECRET or secret.lower() in KNOWN_SECRETS or len(set(secret)) < 8


def write_secrets(folder: Path, secrets: Secrets) -> None:
    """Store new secrets with mode 0600; never overwrites (FileExistsError)."""
    text = json.dumps({f.name: getattr(secrets, f.name) for f in fields(Secrets)}, indent=1)
    handle = os.open(folder / SECRETS_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
