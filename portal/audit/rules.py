"""The hash chain: pure functions.

An entry's hash covers its facts and the salted digest of its values. The values stand
in a side table, so that a person's data can be erased and the chain still verifies.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """The facts of one entry, in the order in which they are hashed."""

    sequence: int
    at: str
    actor: str
    action: str
    subject: str
    values_digest: str


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One entry as read back: its link, its hashes, and its values unless erased."""

    link: Link
    previous: str
    hash: str
    salt: str
    values: str | None
    erased: bool


def canonical(values: Mapping[str, Any]) -> str:
    """One text for one content: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(
        values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
    )


def values_digest(salt: str, values: str) -> str:
    """SHA-256 of the salted values, hex. The salt keeps short values from being guessed."""
    return hashlib.sha256(f"{salt}\n{values}".encode()).hexdigest()


def link_hash(previous: str, link: Link) -> str:
    """SHA-256 of an entry's facts joined to the hash before it, hex."""
    facts = [link.sequence, link.at, link.actor, link.action, link.subject, link.values_digest]
    return hashlib.sha256((previous + canonical({"facts": facts})).encode()).hexdigest()


def faults(
    entries: Iterable[StoredEntry], head: tuple[int, str], noted: Mapping[int, str] | None = None
) -> Iterator[str]:
    """Every place where the chain does not hold, first one first, in words.

    `head` is the (sequence, hash) of the head row; (0, GENESIS) for an empty trail. `noted` are
    heads that were printed or mailed, hash by sequence: whoever rewrites the whole chain, head
    row and all, cannot rewrite those (threats.md, T9).
    """
    noted = dict(noted or {})
    previous, expected = GENESIS, 1
    for entry in entries:
        yield from _entry_faults(entry, previous, expected)
        kept = noted.pop(entry.link.sequence, entry.hash)
        if kept != entry.hash:
            yield f"baris {entry.link.sequence}: bukan lagi kepala rantai yang pernah dicatat"
        previous, expected = entry.hash, entry.link.sequence + 1
    for sequence in sorted(noted):
        yield f"baris {sequence}: hilang, padahal pernah dicatat sebagai kepala rantai"
    if (expected - 1, previous) != head:
        yield f"baris {head[0]}: kepala rantai tidak cocok; ekor jejak terpotong atau ditambah"


def _entry_faults(entry: StoredEntry, previous: str, expected: int) -> Iterator[str]:
    where = f"baris {entry.link.sequence}"
    if entry.link.sequence != expected:
        yield f"{where}: seharusnya baris {expected}; ada yang hilang, disisipkan atau ditukar"
    if entry.previous != previous:
        yield f"{where}: tidak menyambung ke baris sebelumnya"
    if link_hash(entry.previous, entry.link) != entry.hash:
        yield f"{where}: isinya diubah"
    if entry.values is None:
        if not entry.erased:
            yield f"{where}: nilainya hilang tanpa catatan penghapusan"
    elif values_digest(entry.salt, entry.values) != entry.link.values_digest:
        yield f"{where}: nilainya diubah"
