"""The lock files hold what setup.cfg asks for, with hashes, and say nothing of any machine."""

import configparser
import re

import pytest

from portal.config import ROOT

SETUP = configparser.ConfigParser(interpolation=None)
SETUP.read(ROOT / "setup.cfg")
RUN = SETUP["options"]["install_requires"]
TEST = SETUP["options.extras_require"]["test"]


def _names(requirements: str) -> set[str]:
    found = re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", requirements, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


@pytest.mark.parametrize(
    ("lock", "asked"), [("requirements.lock", RUN), ("requirements-test.lock", RUN + "\n" + TEST)]
)
def test_a_lock_holds_every_dependency_with_hashes(lock: str, asked: str) -> None:
    text = (ROOT / "deploy" / lock).read_text("utf-8")
    assert _names(asked) | {"setuptools"} <= _names(text), "run `make lock`"
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_the_driver_with_few_wheels_keeps_its_marker() -> None:
    """Without it the portal could not be installed on Linux aarch64."""
    for lock in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / "deploy" / lock).read_text("utf-8")
        line = next(line for line in text.splitlines() if line.startswith("pysqlite3=="))
        assert "sys_platform" in line
        assert "platform_machine" in line
