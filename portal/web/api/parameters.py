"""What may be asked: each parameter with its shape, and with words for whoever misses it."""

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from marshmallow import RAISE, Schema, ValidationError, fields, validate
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict

from portal.errors import Problem, Problems
from portal.language import later

MOST = 1000
USUAL = 100
SUBJECTS = ("unit", "counter", "service", "officer")

MONTH = later("Tulis tahun dan bulan, misalnya 2026-10.")
SUBJECT = later("Pilih unit, counter, service, atau officer.")
UNIT = later("Tulis kode unit, paling panjang 40 huruf.")
LIMIT = later("Tulis bilangan bulat 1 sampai 1000.")
REVISION = later("Tulis nomor revisi: bilangan bulat mulai 1.")
CURSOR = later("Penunjuk halaman ini tidak terbaca. Pakai nilai next apa adanya.")
LANGUAGE = later("Pilih id atau en.")
UNKNOWN = later("Parameter ini tidak dikenal di sini.")
TWICE = later("Parameter ini ditulis lebih dari sekali.")


class StrictParser(FlaskParser):
    """No parameter is ignored: an unknown or repeated one is refused like a wrong one."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {"query": RAISE}  # noqa: RUF012

    def load_querystring(self, req: Any, schema: Schema) -> Any:
        twice = [name for name, values in req.args.lists() if len(values) > 1]
        if twice:
            raise Problems([Problem(name, TWICE) for name in sorted(twice)])
        return MultiDict(req.args)

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> NoReturn:
        """Every faulty parameter by its name, the words of its own field."""
        found: Mapping[str, Any] = error.messages_dict
        faults: Mapping[str, list[str]] = found.get("query", found)
        raise Problems([Problem(name, words[0]) for name, words in sorted(faults.items())])


class Shaped(validate.Regexp):
    """A pattern for the whole text; `$` alone lets a line end through."""

    def __call__(self, value: Any) -> Any:
        if not re.fullmatch(self.regex, value):
            raise ValidationError(self.error or "")
        return value


def _text(pattern: str, words: str, description: str, **more: Any) -> fields.String:
    return fields.String(
        validate=Shaped(pattern, error=words),
        error_messages=dict.fromkeys(("required", "null", "invalid", "invalid_utf8"), words),
        metadata={"description": description},
        **more,
    )


class Whole(fields.Integer):
    """A whole number as people write it: ASCII digits only."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", str(value), re.ASCII):
            raise self.make_error("invalid")
        return int(value)


def _whole(highest: int, words: str, description: str, **more: Any) -> Whole:
    return Whole(
        validate=validate.Range(1, highest, error=words),
        error_messages=dict.fromkeys(("required", "null", "invalid", "too_large"), words),
        metadata={"description": description},
        **more,
    )


def _one_of(choices: tuple[str, ...], words: str, description: str, **more: Any) -> fields.String:
    return fields.String(
        validate=validate.OneOf(choices, error=words),
        error_messages=dict.fromkeys(("required", "null", "invalid", "invalid_utf8"), words),
        metadata={"description": description},
        **more,
    )


def _month() -> fields.String:
    pattern = r"^2[0-9]{3}-(0[1-9]|1[0-2])$"
    return _text(pattern, MONTH, later("Bulan, misalnya 2026-10."), required=True)


def _revision() -> Whole:
    words = later("Angka seperti sesudah revisi ini; tanpa ini yang terbaru.")
    return _whole(999_999_999, REVISION, words, load_default=None)


class Asking(Schema):
    """What every list takes."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": UNKNOWN}  # noqa: RUF012  # as the library declares it

    limit = _whole(MOST, LIMIT, later("Paling banyak sekian objek sehalaman."), load_default=USUAL)
    cursor = _text(
        r"^[A-Za-z0-9_-]{1,80}$",
        CURSOR,
        later("Nilai next dari halaman sebelumnya."),
        load_default=None,
    )
    lang = _one_of(
        ("id", "en"), LANGUAGE, later("Bahasa kata-katanya: id atau en."), load_default=None
    )


class AskingIndicators(Asking):
    month = _month()
    subject = _one_of(SUBJECTS, SUBJECT, later("Tentang siapa angkanya."), load_default="unit")
    unit = _text(
        r"^[^\x00-\x1F\x7F]{1,40}$", UNIT, later("Kode unit: unit itu dan semua di bawahnya."),
        load_default=None,
    )  # fmt: skip
    revision = _revision()


class AskingComplaints(Asking):
    month = _month()
    unit = _text(
        r"^[^\x00-\x1F\x7F]{1,40}$", UNIT, later("Kode unit: unit itu dan semua di bawahnya."),
        load_default=None,
    )  # fmt: skip


class AskingAppraisals(Asking):
    month = _month()
    unit = _text(
        r"^[^\x00-\x1F\x7F]{1,40}$", UNIT, later("Kode unit: unit itu dan semua di bawahnya."),
        load_default=None,
    )  # fmt: skip
    revision = _revision()
