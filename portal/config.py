"""Settings: read once from the environment and `instance/portal.cfg`, checked, frozen.

A setting `base_url` is `PORTAL_BASE_URL` in the environment, or `base_url = …` under
`[portal]` in `portal.cfg`. The environment wins. Secrets stand in a file of their own,
made by `portal init`, mode 0600.
"""

import configparser
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from portal.errors import Problem, Problems
from portal.settings_text import PARSERS as PARSERS
from portal.settings_text import SHORTEST_SECRET, Network

ROOT = Path(__file__).resolve().parent.parent
SECRETS_FILE = "secrets.json"
CONFIG_FILE = "portal.cfg"
PREFIX = "PORTAL_"
KNOWN_SECRETS = frozenset({"dev", "secret", "changeme", "change-me", "password", "test"})


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
    files_url: Path | None = None
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
    retention: Mapping[str, int] = field(default_factory=dict)
    lapor_mode: str = "own"
    lapor_statuses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provenance: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def files_folder(self) -> Path:
        return self.files_url or self.instance / "files"


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
