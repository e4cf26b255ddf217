"""What a check found, and the settings as they may be shown."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from portal.config import PREFIX, Settings

HIDDEN = frozenset({"secrets", "provenance"})
TOKENS = frozenset({"metrics_token"})
UNSHOWN = "(disembunyikan)"
USER_PASSWORD = re.compile(r"(://[^:/@]*):.*@")
QUERY_PASSWORD = re.compile(r"([?&](?:password|sslpassword|secret|token)=)[^&]*", re.IGNORECASE)


class State(StrEnum):
    """How a check ended; only WRONG makes `portal doctor` leave with 1."""

    GOOD = "baik"
    NOTICE = "perhatian"
    WRONG = "salah"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what, how it is, and what to do where it is not good."""

    what: str
    state: State
    said: str
    remedy: str = ""


def good(what: str, said: str) -> Finding:
    return Finding(what, State.GOOD, said)


def notice(what: str, said: str, remedy: str) -> Finding:
    return Finding(what, State.NOTICE, said, remedy)


def wrong(what: str, said: str, remedy: str) -> Finding:
    return Finding(what, State.WRONG, said, remedy)


def masked(text: str) -> str:
    """The text without any password that stands in an address."""
    return QUERY_PASSWORD.sub(r"\1***", USER_PASSWORD.sub(r"\1:***@", text))


def listed_settings(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Each setting's name in the environment, its value without passwords, where it came from."""
    for field in fields(Settings):
        if field.name not in HIDDEN:
            value = getattr(settings, field.name)
            shown = UNSHOWN if value and field.name in TOKENS else _shown(value)
            yield PREFIX + field.name.upper(), shown, _source(settings, field.name)
    yield "secrets.json", UNSHOWN if settings.secrets else "belum ada", "instance"


def _source(settings: Settings, name: str) -> str:
    return settings.provenance.get(name, "bawaan")


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value) or "-"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_plus(one)}" for name, one in value.items()) or "-"
    return masked(str(value)) if value not in (None, "") else "-"


def _plus(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, tuple) else str(value)
