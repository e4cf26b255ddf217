"""The `portal` command: the operator comes in.

Each module holds one group of commands; exit status 0 done, 1 refused with the reason on
standard error, 2 wrong usage.
"""

from portal.cli import (  # noqa: F401  # each registers its commands
    announcements,
    backups,
    demo,
    doctor,
    exports,
    figure_exports,
    figures,
    imports,
    lapor,
    operations,
    outbox,
    people,
    posters,
    retention,
    searching,
    surveys,
    vault,
    worker,
)
from portal.cli.group import main

__all__ = ["main"]
