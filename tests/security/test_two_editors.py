"""Nobody overwrites another silently, and no form of staff is taken from elsewhere.

Every form of the matrix that somebody may send is found there: opened by two, sent by both; sent
without its token; sent from another site. Nothing typed is lost in any of the three.
"""

import html
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup

from portal.web.kept import NEVER_KEPT
from tests.security.asking import body, url
from tests.security.matrix import Line, lines
from tests.security.world import World

MINE, THEIRS = "Yang pertama menyimpan ini", "Yang kedua menulis yang lain"
TYPED = ("name", "reason", "document", "contact", "position", "text", "note", "call_name", "desk")


def forms(*, saving: bool) -> Iterator[tuple[Line, str]]:
    """One row of each form of staff, with somebody who may send it."""
    seen: set[str] = set()
    for line in lines():
        if line.row.method != "POST" or line.needs in ("", "anyone") or line.row.rule in seen:
            continue
        may = [c for c, answer in line.cells.items() if answer.startswith(("303+", "200+"))]
        may += [] if saving else [c for c, answer in line.cells.items() if answer == "422"]
        if may:
            seen.add(line.row.rule)
            yield line, may[0]


def _fingerprints(sent: dict[str, object]) -> list[str]:
    return [name for name in sent if name.endswith("fingerprint") or name == "version"]


def _written(sent: dict[str, object], words: str) -> dict[str, object]:
    """The form with words of one's own in the fields that take some."""
    own = {name: words for name in TYPED if sent.get(name)}
    return {**sent, **own, **({"desk": words[:3]} if "desk" in own else {})}


def test_two_who_change_the_same(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, tried = [], 0
    for line, column in forms(saving=True):
        sent = body(world, line.row)
        if line.row.rule in ADDS or not (_fingerprints(sent) or line.row.rule in WITHOUT):
            continue
        tried += 1
        address = url(world, line.row, column)
        first = world.ask(column, "POST", address, _written(sent, MINE))
        after = world.changes()
        second = world.ask(column, "POST", address, _written(sent, THEIRS))
        if first.status_code not in (200, 303):
            wrong.append(f"{line.row}: the first got {first.status_code}")
        if world.changes() != after:
            wrong.append(f"{line.row}: the second overwrote the first ({second.status_code})")
        if second.status_code in (409, 422) and _lost(_written(sent, THEIRS), second.text):
            wrong.append(f"{line.row}: what the second typed is gone")
        world.restore()
    with capsys.disabled():
        print(f"\ntwo editors: {tried} forms")
    assert tried >= 10
    assert not wrong, "\n".join(wrong)


def _lost(sent: dict[str, object], page: str) -> bool:
    typed = [str(v) for n, v in sent.items() if n in TYPED and v == THEIRS]
    return any(words not in html.unescape(page) for words in typed)


# A sheet is checked once: the second check is refused, which the test above asks for.
# The same for what is decided or answered once.
WITHOUT = frozenset(
    {
        "/results/paper/checks/<serial>",
        "/desk/identity-requests/<handle>",
        "/me/questions/<question>",
    }
)
# Acts that write something beside what is there: a second one takes nothing away.
ADDS = frozenset(
    {
        "/desk/catat/<unit>",
        "/desk/complaints/<number>/attachments/<name>",
        "/desk/complaints/<number>/identity/ask",
        "/desk/complaints/<number>/note",
        "/desk/personal-data/<number>/export",
        "/desk/templat/new",
    }
)


def test_every_form_that_changes_a_thing_carries_what_was_seen(world: World) -> None:
    """On an address that names a thing, a form with fields of one's own."""
    bare = set()
    for line, _column in forms(saving=True):
        if "<" not in line.row.rule or line.row.rule.startswith("/akun"):
            continue
        sent = body(world, line.row)
        own = sent.keys() - {"csrf_token", *_fingerprints(sent)}
        if own and not _fingerprints(sent):
            bare.add(line.row.rule)
    bare -= WITHOUT | ADDS
    assert not bare, f"no fingerprint: {sorted(bare)}"


def test_without_its_token_nothing_is_done_and_nothing_is_lost(world: World) -> None:
    wrong = []
    for line, column in forms(saving=False):
        sent = {k: v for k, v in body(world, line.row).items() if k != "csrf_token"}
        before = world.changes()
        page = world.ask(column, "POST", url(world, line.row, column), sent)
        if world.changes() != before:
            wrong.append(f"{line.row}: done without a token")
            world.restore()
        kept = {str(v) for n, v in sent.items() if n not in NEVER_KEPT and v}
        held = {str(tag.get("value")) for tag in BeautifulSoup(page.text, "html5lib")("input")}
        if page.status_code != 200 or kept - held:
            wrong.append(f"{line.row}: {page.status_code}, lost {sorted(kept - held)[:3]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://lain.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=["origin", "null", "site"],
)
def test_from_another_site_nothing_is_done(world: World, headers: dict[str, str]) -> None:
    for line, column in forms(saving=False):
        sent = body(world, line.row)
        before = world.changes()
        page = world.ask(column, "POST", url(world, line.row, column), sent, **headers)
        assert page.status_code == 403, str(line.row)
        assert world.changes() == before, str(line.row)
