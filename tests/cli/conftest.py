"""The command line on an installation of the test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from portal.config import write_secrets
from tests.conftest import SECRETS

Portal = Callable[..., Result]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance folder as `portal init` leaves it: its owner's alone, with secrets."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    write_secrets(folder, SECRETS)
    return folder


@pytest.fixture
def portal(instance: Path) -> Portal:
    """Run `portal …` with settings as keywords: `portal("doctor", redis_url="…")`."""

    def run(*arguments: str, **settings: str) -> Result:
        environ = {f"PORTAL_{name.upper()}": value for name, value in settings.items()}
        environ = {"PORTAL_INSTANCE": str(instance), **environ}
        return CliRunner().invoke(main, list(arguments), env=environ)

    return run
