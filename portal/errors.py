"""What the inside may refuse with.

Every refusal carries words for a person: what is wrong, where, and how to mend it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


class PortalError(Exception):
    """A refusal in words; nothing has been changed when it is raised."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(PortalError):
    """The actor holds no permission for this."""


class NotFound(PortalError):
    """There is no such thing, or the actor may not know of it."""


class RuleBroken(PortalError):
    """A rule of the domain forbids it."""


class Conflict(PortalError):
    """Somebody else changed it, or it exists already."""


class Unavailable(PortalError):
    """The portal cannot do it now (disk full, read-only, database away); try again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in an input: where it is, what is wrong, how to mend it.

    `at` is row and column in a sheet, for the order in which a person mends it.
    """

    where: str
    what: str
    remedy: str = ""
    at: tuple[int, int] = field(default=(0, 0), compare=False)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} {self.remedy}".strip()


class Problems(PortalError):
    """An input with one or more problems: all of them are named, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    @classmethod
    def in_order(cls, problems: Iterable[Problem]) -> "Problems":
        """The problems as a person meets them going down a sheet; those of no cell come first."""
        return cls(sorted(problems, key=lambda problem: problem.at))
