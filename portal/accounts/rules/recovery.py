"""Recovery codes: for the day the phone is lost. Ten, each good once, 50 random bits."""

import re
import secrets

COUNT = 10
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_LOOKALIKES = str.maketrans("OIL", "011")
_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_codes() -> tuple[str, ...]:
    """Ten codes as they are shown: two groups of five."""
    found: set[str] = set()
    while len(found) < COUNT:
        found.add("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))
    return tuple(f"{code[:5]}-{code[5:]}" for code in sorted(found))


def recovery_code(text: str) -> str | None:
    """The code as it is digested, however it was typed; None when it is no such code."""
    typed = re.sub(r"[\s-]", "", text).upper().translate(_LOOKALIKES)
    return typed if _CODE.fullmatch(typed) else None
