"""T18: all pinned and hashed, one importer per risky library, an audit that skips nothing."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl.xml
import pytest

from deploy.supply_chain import LOCK, Refused, read_lock, refuse_incomplete, sbom
from portal.config import ROOT

# What parses hostile input, cleans it, speaks to the outside or holds secrets: one room each.
ROOMS = {
    # The demonstration draws its photos itself and opens none.
    "PIL": {
        "portal/demo/cases/photos.py",
        "portal/documents/logo.py",
        "portal/files/cleaning/photos.py",
    },
    "argon2": {"portal/accounts/hashing.py"},
    "bleach": {"portal/richtext.py"},
    "cryptography": {
        "portal/accounts/totp.py",
        "portal/complaints/vault.py",
        "portal/notifications/sealing.py",
    },
    "fpdf": {"portal/documents"},
    "huey": {"portal/worker/consuming.py"},
    "itsdangerous": {
        "portal/web/account/proofs.py",
        "portal/web/kept.py",
        "portal/web/public/complain_files.py",
    },
    "openpyxl": {"portal/sheets"},
    "pypdfium2": {"portal/files/cleaning/papers.py"},
    "pyotp": {"portal/accounts/totp.py"},
    "pysqlite3": {"portal/sqlite_file.py"},
    "qrcode": {"portal/documents/qr.py"},
    "redis": {"portal/web/limits.py", "portal/doctor/stored.py"},
    # The doctor only asks whether the mail server answers.
    "smtplib": {"portal/notifications/delivery.py", "portal/doctor/probe.py"},
    "xlsxwriter": {"portal/sheets"},
    "zipfile": {"portal/sheets", "portal/backup", "portal/documents"},
}
# Nobody imports these: they run what they read, or answer hostile XML.
NOWHERE = {"marshal", "pickle", "shelve", "dill", "yaml", "xml", "lxml", "ctypes", "imp", "code"}
RUNNING = {"eval", "exec", "compile", "__import__"}

SOURCES = {str(p.relative_to(ROOT)): p.read_text("utf-8") for p in ROOT.rglob("portal/**/*.py")}
PACKAGES = read_lock(LOCK.read_text("utf-8"))


def imported(source: str) -> Iterator[str]:
    """The top names of what a module imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def run_in(source: str) -> set[str]:
    """Calls of what turns text into a program; `re.compile` is none."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {call.id for call in calls if isinstance(call, ast.Name) and call.id in RUNNING}


IMPORTED = {path: frozenset(imported(source)) for path, source in SOURCES.items()}


def importers(library: str) -> set[str]:
    return {path for path, names in IMPORTED.items() if library in names}


@pytest.mark.parametrize("library", sorted(ROOMS))
def test_a_risky_library_is_used_in_its_rooms_only(library: str) -> None:
    found = importers(library)
    assert found, f"{library} is not used any more: take it out of the list"
    strangers = {
        path
        for path in found
        if not any(path == r or path.startswith(r + "/") for r in ROOMS[library])
    }
    assert strangers == set()


@pytest.mark.parametrize("library", sorted(NOWHERE))
def test_what_runs_what_it_reads_is_used_nowhere(library: str) -> None:
    assert importers(library) == set()


def test_no_text_becomes_a_program() -> None:
    found = {path: run_in(source) for path, source in SOURCES.items()}
    assert {path: calls for path, calls in found.items() if calls} == {}


def test_spreadsheets_are_read_with_the_guarded_xml_parser() -> None:
    """openpyxl takes defusedxml by itself where it is installed, and silently none otherwise."""
    assert openpyxl.xml.DEFUSEDXML


def test_the_search_finds_what_it_looks_for() -> None:
    hidden = (
        "def f():\n    from xml.etree import ElementTree\n    import os, pickle as p\n    eval('1')"
    )
    assert {"xml", "pickle"} <= set(imported(hidden))
    assert run_in(hidden) == {"eval"}
    assert len(SOURCES) > 100


def test_every_package_of_the_lock_is_pinned_and_hashed() -> None:
    assert len(PACKAGES) == sum(
        "==" in line for line in LOCK.read_text("utf-8").splitlines() if line[0] != " "
    )
    assert len({package.name for package in PACKAGES}) == len(PACKAGES)


@pytest.mark.parametrize(
    "lock", ["", "# only a note", "flask>=3", "flask", "flask==3.1.2", "-e .", "flask @ file:///x"]
)
def test_what_is_not_pinned_or_not_hashed_is_refused(lock: str) -> None:
    with pytest.raises(Refused):
        read_lock(lock)


def test_the_sbom_names_every_package_and_is_the_same_each_time() -> None:
    tool = [sys.executable, "-I", str(ROOT / "deploy" / "supply_chain.py"), "sbom"]
    first, again = (subprocess.run(tool, capture_output=True, check=True).stdout for _ in "ab")
    assert first == again
    told = json.loads(first)
    assert told == json.loads(json.dumps(sbom(PACKAGES)))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.5")
    assert [c["purl"] for c in told["components"]] == [p.purl for p in PACKAGES]
    assert all(c["hashes"] for c in told["components"])
    assert b"://" not in first


def _report(**changes: Any) -> dict[str, Any]:
    told = [{"name": p.name, "version": p.version, "vulns": []} for p in PACKAGES]
    told[0] = {**told[0], **changes}
    return {"dependencies": told}


def test_an_audit_of_everything_is_listed() -> None:
    assert len(refuse_incomplete(_report(), PACKAGES)) == len(PACKAGES)


@pytest.mark.parametrize(
    "report",
    [
        {},
        {"dependencies": []},
        {"dependencies": _report()["dependencies"][1:]},
        _report(version="0.0.1"),
        _report(vulns=[{"id": "PYSEC-0000-1"}]),
    ],
    ids=["nothing", "empty", "one left out", "another version", "vulnerable"],
)
def test_an_audit_that_saw_less_or_found_something_fails(
    report: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(Refused):
        refuse_incomplete(report, PACKAGES)
    written = tmp_path / "report.json"
    written.write_text(json.dumps(report), "utf-8")
    tool = [sys.executable, "-I", str(ROOT / "deploy" / "supply_chain.py"), "audited", str(written)]
    done = subprocess.run(tool, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("supply chain: ")


def test_a_skipped_package_is_not_an_audited_one() -> None:
    """pip-audit tells of one it skipped without a version."""
    report = _report()
    report["dependencies"][3] = {"name": PACKAGES[3].name, "skip_reason": "not found"}
    with pytest.raises(Refused, match=PACKAGES[3].name):
        refuse_incomplete(report, PACKAGES)
