"""The one <style> of a page: our own small files, joined, minified once, in one accent.

No request is spent on it (the whole page is one), so it has to stay small.
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

CSS = Path(__file__).resolve().parents[2] / "static" / "css"


class Accent(NamedTuple):
    """A checked colour pair; pressed is 20 % darker. design.md §2."""

    light: str
    dark: str
    band_in_dark: str
    inner: str


ACCENTS = {
    "tarum": Accent("#39327F", "#C4C0FA", "#2C2768", "#D9D5F2"),
    "laut": Accent("#0E4A5A", "#8FD3E6", "#0B3844", "#CDE6EC"),
    "daun": Accent("#1D4F37", "#9AD6B4", "#163C2A", "#D2E8DB"),
    "soga": Accent("#643A14", "#E8BE93", "#452A11", "#F0DDC8"),
    "manggis": Accent("#5C2350", "#EDB4DE", "#461B3D", "#F0D5E8"),
    "arang": Accent("#38322C", "#D8CFC4", "#302B26", "#DDD5CA"),
}

LAYOUTS = {
    "resident": ("tokens", "base", "resident", "print"),
    "complaint": ("tokens", "base", "resident", "complaint", "print"),
    # A reporter's own case: dates and steps.
    "tracked": ("tokens", "base", "resident", "cases", "tracked", "print"),
    "figures": ("tokens", "base", "figures", "charts", "print"),
    # Staff load their files from /static (kept by the browser); only the colours are here.
    "staff": ("tokens",),
}


@cache
def stylesheet(layout: str, accent: str) -> str:
    """The minified CSS of a layout; read from disk once per process."""
    files = [(CSS / f"{name}.css").read_text("utf-8") for name in LAYOUTS[layout]]
    return _minify(_accent_variables(ACCENTS[accent]) + "".join(files))


@cache
def static_address(name: str) -> str:
    """A file of /static with the digest of its content: kept for long, new when changed."""
    digest = hashlib.sha256((CSS.parent / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def _accent_variables(accent: Accent) -> str:
    light = (
        f":root{{--accent:{accent.light};--pressed:{_darker(accent.light)};"
        f"--band:{accent.light};--inner:{accent.inner}}}"
    )
    dark = (
        f":root{{--accent:{accent.dark};--pressed:{_darker(accent.dark)};"
        f"--band:{accent.band_in_dark};--inner:{accent.dark}}}"
    )
    return f"{light}@media (prefers-color-scheme: dark){{{dark}}}"


def _darker(colour: str) -> str:
    parts = (int(colour[start : start + 2], 16) * 4 // 5 for start in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _minify(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    return re.sub(r":\s+", ":", css).replace(";}", "}").strip()
