"""What documents and deployment examples name exists: commands, settings, metrics, units."""

import re
from pathlib import Path

import pytest

from portal.cli import main
from portal.config import PARSERS, ROOT
from portal.worker.schedule import SCHEDULE
from tests.conventions.commands_page import commands

DEPLOY = ROOT / "deploy"
WRITTEN = sorted(
    path
    for path in (*DEPLOY.rglob("*"), *(ROOT / "docs").glob("*.md"), ROOT / "README.md")
    if path.is_file() and path.suffix != ".pyc" and not path.name.endswith((".lock", ".in"))
)
COMMANDS = dict(commands(main))
# `PROMETHEUS_…` and the like belong to others; a metric ends with what the client adds.
ADDED = ("_bucket", "_count", "_sum")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", WRITTEN, ids=_name)
def test_each_command_that_is_named_exists(path: Path) -> None:
    words = re.findall(
        r"(?:`|bin/|INSTANCE=\S+ )portal ([a-z][a-z-]*(?: [a-z][a-z-]*)?)", path.read_text()
    )
    groups = {name.split()[0] for name in COMMANDS if " " in name}
    for called in words:
        first = called.split()[0]
        assert first in groups or first in COMMANDS, f"portal {called}"
        assert first not in groups or called in COMMANDS or called == first, f"portal {called}"


@pytest.mark.parametrize("path", WRITTEN, ids=_name)
def test_each_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"\bPORTAL_([A-Z_]+[A-Z])\b", path.read_text()))
    assert named <= {name.upper() for name in PARSERS} | {"INSTANCE"}


def test_each_metric_that_is_named_exists_and_each_alert_has_words() -> None:
    sources = ("portal/metrics.py", "portal/web/measuring.py")
    told = {m for one in sources for m in re.findall(r'"(portal_\w+)"', (ROOT / one).read_text())}
    told.add("portal_info")  # the client adds the second word
    assert len(told) >= 10
    rules = (DEPLOY / "prometheus/suara-loket.rules.yml").read_text()
    for text in (rules, (ROOT / "docs/operations.md").read_text()):
        for name in re.findall(r"\bportal_\w+", text):
            bare = next((name.removesuffix(end) for end in ADDED if name.endswith(end)), name)
            assert name in told or bare in told, name
    assert rules.count("- alert:") == rules.count("summary:") == rules.count("expr:")


def test_each_job_of_the_schedule_is_documented_with_its_hour() -> None:
    text = (ROOT / "docs/operations.md").read_text()
    for line in SCHEDULE:
        at = line.when.daily_at
        each = "setiap menit" if line.when.minutes == 1 else f"setiap {line.when.minutes} menit"
        said = each if at is None else f"{at:%H.%M}"
        assert re.search(rf"\| `{line.name}` \| {re.escape(said)} \|", text), line.name


@pytest.mark.parametrize("path", sorted((DEPLOY / "systemd").glob("*.service")), ids=_name)
def test_units_write_into_their_own_folders_only(path: Path) -> None:
    unit = path.read_text()
    for line in ("User=portal", "UMask=0077", "NoNewPrivileges=yes", "ProtectSystem=strict"):
        assert line in unit, line
    assert "Environment=PORTAL_INSTANCE=/srv/suara-loket/instance" in unit


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_proxies_overwrite_what_a_visitor_claims_and_keep_no_log(name: str) -> None:
    text = (DEPLOY / name).read_text()
    assert re.search(r"X-Forwarded-For (\$remote_addr|\{remote_host\})", text)
    assert "metrics" in text
    assert "proxy_add_x_forwarded_for" not in text
    assert "access_log off" in text or not re.search(r"^\s*log\b", text, re.MULTILINE)
