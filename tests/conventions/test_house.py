"""The house's rules that no other tool checks (docs/architecture.md)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from portal.app import DOORS
from portal.authority import Open, Permission
from portal.cli import main
from portal.config import PARSERS, ROOT
from tests.conftest import make_app
from tests.conventions.commands_page import commands, page

PORTAL = ROOT / "portal"
MODULES = sorted(PORTAL.rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
DOCUMENTS = {"templates/layouts/base.html", "templates/layouts/staff.html"}
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "lib"}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_is_longer_than_300_lines() -> None:
    long = {_name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in long.items() if lines > 300} == {}


def test_no_drawer_is_called_utils() -> None:
    assert [_name(path) for path in MODULES if path.stem in FORBIDDEN_NAMES] == []


def test_nothing_is_imported_inside_a_function() -> None:
    found = []
    for path in MODULES:
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = [
                    n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)
                ]
                found += [f"{_name(path)}:{one.lineno}" for one in inside]
    assert found == []


def test_only_config_reads_the_environment() -> None:
    """`serve` hands its environment on to gunicorn, and the demonstration does the same."""
    allowed = {"portal/config.py", "portal/cli/operations.py", "portal/cli/demo.py"}
    found = {_name(path) for path in MODULES if "os.environ" in path.read_text("utf-8")}
    assert found <= allowed


def test_only_the_clock_reads_the_time() -> None:
    reading = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\(")
    found = {_name(path) for path in MODULES if reading.search(path.read_text("utf-8"))}
    assert found == {"portal/clock.py"}


def test_only_database_and_the_operators_tools_commit() -> None:
    found = {_name(path) for path in MODULES if ".commit()" in path.read_text("utf-8")}
    assert found == {"portal/database.py"}


def test_rules_import_the_standard_library_and_the_pure_only() -> None:
    pure = {"portal.errors", "portal.month"}
    for path in PORTAL.rglob("rules/*.py"):
        room = ".".join(path.relative_to(ROOT).parts[:3])
        for name in _imports(path):
            ours = name.startswith("portal")
            allowed = name in pure or name.startswith(room) or ".rules" in name
            assert not ours or allowed, f"{_name(path)} imports {name}"


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_every_page_says_what_it_needs(tmp_path: Path) -> None:
    """A route without a declared permission does not exist; only static files are free."""
    app = make_app(f"sqlite:///{tmp_path / 'x.db'}", tmp_path)
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ("static", "bootstrap.static"):
            continue
        view = app.view_functions[rule.endpoint]
        needs = getattr(view, "needs", None)
        assert isinstance(needs, Permission | Open), f"{rule.rule} declares no permission"
    assert {door.blueprint.name for door in DOORS} | {"bootstrap"} == set(app.blueprints)


def test_what_changes_something_is_a_post(tmp_path: Path) -> None:
    """Views that call a command take POST; a GET changes nothing (product.md, rule 2).

    The one exception is the record of a look at personal data, by a command named `note_…`.
    """
    app = make_app(f"sqlite:///{tmp_path / 'x.db'}", tmp_path)
    for rule in app.url_map.iter_rules():
        assert (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS", "POST"}, rule.rule
    commands = _command_names()
    for path in (PORTAL / "web").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for view in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            page = next((d for d in view.decorator_list if _is_page(d)), None)
            if page is not None and _calls(view) & commands:
                assert "POST" in ast.unparse(page), f"{_name(path)}: {view.name} changes on GET"


def _command_names() -> set[str]:
    return {
        node.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("note_")
        and any(ast.unparse(one) == "command" for one in node.decorator_list)
    }


def _is_page(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith(".page")


def _calls(view: ast.FunctionDef) -> set[str]:
    return {
        ast.unparse(node.func).split(".")[-1]
        for node in ast.walk(view)
        if isinstance(node, ast.Call)
    }


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_extends_a_layout_or_is_a_part(path: Path) -> None:
    text = path.read_text("utf-8")
    folder = path.relative_to(ROOT / "templates").parts[0]
    if folder in ("layouts", "components") or path.name.startswith("_"):
        assert _name(path) in DOCUMENTS or "<html" not in text, "only these are documents"
        return
    assert re.search(r'{%-?\s*extends\s+"layouts/', text), f"{_name(path)} extends no layout"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_holds_no_untranslated_sentence(path: Path) -> None:
    """Two words of text in a row that stand outside every tag, expression and trans block."""
    text = re.sub(r"{#.*?#}", " ", path.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"{%-?\s*trans.*?endtrans\s*-?%}", " ", text, flags=re.DOTALL)
    text = re.sub(r"{[{%].*?[}%]}", " ", text, flags=re.DOTALL)
    text = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", " | ", text)
    found = re.findall(r"[^\W\d_]{3,} +[^\W\d_]{3,}", text)
    assert [words for words in found if words not in ALLOWED_WORDS] == []


ALLOWED_WORDS = {"Suara Loket"}


COMMANDS = dict(commands(main))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_and_each_option_says_what_it_does(name: str) -> None:
    assert COMMANDS[name].help
    for option in COMMANDS[name].params:
        if isinstance(option, click.Option):
            assert option.help, f"portal {name} {option.opts[0]} has no help"


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    assert _docs("commands.md") == page(), "run `make docs`"


def test_each_setting_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"`PORTAL_([A-Z_]+)`", _docs("settings.md")))
    assert documented == {name.upper() for name in PARSERS} | {"INSTANCE"}


def test_each_decision_is_listed() -> None:
    listed = _docs("decisions/README.md")
    for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        assert f"({path.name})" in listed, f"docs/decisions/README.md lacks {path.name}"


def test_links_between_documents_lead_somewhere() -> None:
    for path in (*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{_name(path)} → {target}"


def _docs(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")
