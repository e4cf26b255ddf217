"""What is answered, described for OpenAPI; the objects themselves come from `documents.exports`."""

from collections.abc import Iterable
from typing import Any

from marshmallow import INCLUDE, Schema, fields, validate

from portal.appraisal.rules.status import Status
from portal.complaints.rules.words import Kind, Klass, Outcome, State
from portal.indicators.rules.index import Grade
from portal.language import later


def _said(words: str, **more: Any) -> dict[str, Any]:
    return {"description": words, **more}


def _text(words: str = "", **more: Any) -> fields.String:
    return fields.String(required=True, metadata=_said(words), **more)


def _count(words: str = "", **more: Any) -> fields.Integer:
    return fields.Integer(required=True, metadata=_said(words, minimum=0), **more)


def _maybe(words: str) -> fields.Integer:
    return fields.Integer(required=True, allow_none=True, metadata=_said(words, minimum=0))


def _number(words: str, low: float, high: float) -> fields.Float:
    return fields.Float(
        required=True, allow_none=True, metadata=_said(words, minimum=low, maximum=high)
    )


def _interval() -> fields.List[float]:
    bound = fields.Float(metadata={"minimum": 25, "maximum": 100})
    words = later("Selang 95 %, batas bawah dan atas; null kalau tidak boleh disebut.")
    return fields.List(
        bound,
        required=True,
        allow_none=True,
        validate=validate.Length(2, 2),
        metadata=_said(words),
    )


def _grade() -> fields.String:
    letters = [str(grade) for grade in Grade]
    return fields.String(required=True, allow_none=True, validate=validate.OneOf([*letters, None]))


def _withheld() -> fields.String:
    return fields.String(
        required=True,
        allow_none=True,
        metadata=_said(later("Mengapa tidak ada angka; null kalau ada.")),
    )


class Shape(Schema):
    """Members may be added; a program ignores what it does not know."""

    class Meta:
        unknown = INCLUDE


class SubjectShape(Shape):
    type = _text(validate=validate.OneOf(["unit", "counter", "service", "officer"]))
    code = _text(later("Kode; loket: kode unit/nomor; petugas: NIP atau id internal."))
    name = _text()


class ElementShape(Shape):
    answers = _count()
    mean = _number(later("Rata-rata nilai (NRR), 4 desimal."), 1, 4)
    index = _number(later("NRR × 25."), 25, 100)
    grade = _grade()
    interval = _interval()


class OverallShape(Shape):
    answers = _count()
    mean = _number(later("Rata-rata nilai 1–4."), 1, 4)
    score = _number(later("mean × 25; bukan IKM."), 25, 100)


class FlaggedShape(Shape):
    answers = _count(later("Jawaban yang ditahan."))
    index_with = _number(later("IKM kalau yang ditahan ikut dihitung."), 25, 100)
    index_without = _number(later("IKM tanpa yang ditahan."), 25, 100)


class ComplaintsShape(Shape):
    filed = _maybe(later("Pengaduan yang masuk; apresiasi dihitung sendiri."))
    answered = _maybe(later("Yang mendapat jawaban pertama pada bulan ini."))
    answered_in_time = _maybe(later("Di antaranya paling lambat pada tanggal menurut aturan."))
    median_hours = fields.Float(
        required=True,
        allow_none=True,
        metadata=_said(later("Median jam sampai jawaban pertama; null untuk triwulan ke atas.")),
    )
    within_hours = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, allow_none=True
    )
    solved = _maybe(later("Menurut pelapor sudah selesai."))
    unsolved = _maybe(later("Menurut pelapor belum selesai."))
    reopened = _maybe(later("Dibuka kembali."))
    appeals = _maybe(later("Minta ditinjau atasan."))
    praise = _maybe(later("Apresiasi."))


class IndicatorShape(Shape):
    subject = fields.Nested(SubjectShape, required=True)
    month = _text(later("Bulan."))
    revision = _count(later("Nomor revisi; 0 untuk bulan yang masih terbuka."))
    status = _text(validate=validate.OneOf(["provisional", "final"]))
    block = fields.List(
        fields.String(),
        required=True,
        metadata=_said(later("Bulan yang digabung; kosong kalau tidak.")),
    )
    definition = _text(later("Definisi yang membuat angka ini; lihat /cara-hitung."))
    answers = _count(later("Jawaban yang dihitung, paling sedikit satu dari sembilan unsur."))
    complete = _count(later("Di antaranya yang menjawab kesembilan unsur."), allow_none=True)
    served = _count(later("Orang terlayani; null kalau tidak dicatat."), allow_none=True)
    response_rate = fields.Float(
        required=True, allow_none=True, metadata=_said(later("answers / served."), minimum=0)
    )
    index = _number(later("IKM."), 25, 100)
    grade = _grade()
    interval = _interval()
    withheld = _withheld()
    elements = fields.Dict(keys=fields.String(), values=fields.Nested(ElementShape), required=True)
    overall = fields.Nested(OverallShape, required=True)
    flagged = fields.Nested(FlaggedShape, required=True)
    complaints = fields.Nested(ComplaintsShape, required=True)
    possible = fields.List(fields.String(), required=True)
    letter_withheld = fields.String(required=True, allow_none=True)
    standard_error = fields.Float(required=True, allow_none=True)
    index_complete = _number("", 25, 100)
    index_without_biaya = _number("", 25, 100)
    channels = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


def _day(words: str) -> fields.Date:
    return fields.Date(required=True, allow_none=True, metadata=_said(words))


def _truth(words: str) -> fields.Boolean:
    return fields.Boolean(required=True, allow_none=True, metadata=_said(words))


def _word(words: Iterable[str], said: str, **more: Any) -> fields.String:
    """One of these words, or null."""
    one_of = validate.OneOf([*map(str, words), None])
    return fields.String(
        required=True, allow_none=True, validate=one_of, metadata=_said(said), **more
    )


class CaseShape(Shape):
    number = _text(later("Nomor pengaduan di meja; bukan kode tanda terima pelapor."))
    kind = _text(later("Sebutan pelapor."), validate=validate.OneOf([str(k) for k in Kind]))
    class_ = _word(
        Klass, later("Golongan menurut kantor; null sebelum diperiksa."), data_key="class"
    )
    unit = _text(later("Kode unit yang menangani."))
    counter = fields.String(
        required=True,
        allow_none=True,
        metadata=_said(later("Kode unit/nomor loket; null kalau tidak diketahui atau dilewati.")),
    )
    filed_on = fields.Date(required=True, metadata=_said(later("Tanggal masuk.")))
    answer_due = _day(later("Tanggal jawaban menurut aturan."))
    answered_on = _day(later("Tanggal jawaban pertama."))
    closed_on = _day(later("Tanggal ditutup."))
    state = _text(validate=validate.OneOf([str(state) for state in State]))
    outcome = _word(Outcome, later("Bagaimana kantor menutupnya; null sebelum ditutup."))
    solved = _truth(later("Kata pelapor; null kalau tidak menyatakan."))
    cycle = _count(later("1, ditambah satu tiap kali dibuka kembali."))
    in_time = _truth(later("Jawaban pertama tepat waktu; null sebelum dijawab."))
    hours = _maybe(later("Jam sampai jawaban pertama; untuk tanpa nama dibulatkan ke atas."))


class UnitNameShape(Shape):
    code = _text()
    name = _text()


class PersonalShape(Shape):
    answers = _count()
    days = _count(later("Hari yang berbeda."))
    mean = _number(later("Rata-rata nilai 1–4."), 1, 4)
    score = _number(later("mean × 25; bukan IKM."), 25, 100)
    interval = _interval()
    compared = fields.String(
        required=True,
        allow_none=True,
        metadata=_said(later("lebih tinggi, belum dapat dibedakan, atau lebih rendah.")),
    )
    withheld = _withheld()


class AppraisalShape(Shape):
    nip = _text(later("NIP atau NI PPPK."))
    name = _text()
    unit = fields.Nested(UnitNameShape, required=True)
    position = _text()
    month = _text()
    revision = _count()
    status = _text(validate=validate.OneOf([str(status) for status in Status]))
    block = fields.List(fields.String(), required=True)
    definition = _text()
    kompetensi = fields.Nested(PersonalShape, required=True)
    perilaku = fields.Nested(PersonalShape, required=True)
    overall = fields.Nested(OverallShape, required=True)
    praise = fields.Integer(required=True, allow_none=True)
    evidence_tiers = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True,
        metadata=_said(later("Jawaban per tingkat bukti A–D.")),
    )  # fmt: skip
    notice = _text(later("Batas pemakaian."))
    extract_id = _text(later("Nomor kutipan; dapat diperiksa di /verifikasi/<nomor>."))


class UnitShape(Shape):
    code = _text()
    name = _text()
    kind = _text()
    parent = fields.String(required=True, allow_none=True)
    retired_on = fields.Date(required=True, allow_none=True)


class ServiceShape(Shape):
    code = _text()
    name = _text()
    unit = _text(later("Kode unit."))
    tariff = _text(validate=validate.OneOf(["gratis", "berbayar"]))
    rupiah = fields.Integer(required=True, allow_none=True)
    retired_on = fields.Date(required=True, allow_none=True)


class CounterShape(Shape):
    code = _text(later("Kode unit/nomor."))
    number = _text()
    name = _text()
    unit = _text(later("Kode unit."))
    location = fields.String(required=True, allow_none=True)
    services = fields.List(fields.String(), required=True)
    closed_on = fields.Date(required=True, allow_none=True)


class _Listing(Shape):
    next = fields.String(
        required=True,
        allow_none=True,
        metadata=_said(later("Penunjuk halaman berikutnya; null di akhir.")),
    )


class IndicatorsShape(_Listing):
    items = fields.List(fields.Nested(IndicatorShape), required=True)


class CasesShape(_Listing):
    items = fields.List(fields.Nested(CaseShape), required=True)


class AppraisalsShape(_Listing):
    items = fields.List(fields.Nested(AppraisalShape), required=True)


class UnitsShape(_Listing):
    items = fields.List(fields.Nested(UnitShape), required=True)


class ServicesShape(_Listing):
    items = fields.List(fields.Nested(ServiceShape), required=True)


class CountersShape(_Listing):
    items = fields.List(fields.Nested(CounterShape), required=True)


class FaultShape(Shape):
    parameter = _text()
    detail = _text()


class ProblemShape(Shape):
    """RFC 9457."""

    type = _text(later("Tetap untuk tiap jenis kesalahan."))
    title = _text()
    status = _count()
    detail = _text(later("Apa yang salah dan bagaimana memperbaikinya."))
    errors = fields.List(fields.Nested(FaultShape), metadata=_said(later("Hanya pada 422.")))
