"""NIP, NI PPPK and internal ids (domain.md §4)."""

import pytest

from portal.errors import RuleBroken
from portal.organisation.rules.identity import (
    CivilServantNumber,
    OfficerKind,
    check_kind,
    next_internal_id,
    parse_internal_id,
    parse_kind,
    parse_nip,
)

NIP = "198609262015051001"
NI_PPPK = "199001012022211001"


@pytest.mark.parametrize(
    ("text", "digits", "kind"),
    [
        (NIP, NIP, OfficerKind.PNS),
        ("19860926 201505 1 001", NIP, OfficerKind.PNS),
        ("'198609262015051001", NIP, OfficerKind.PNS),
        ("’198609262015051001", NIP, OfficerKind.PNS),
        ("19860926.201505.1.001", NIP, OfficerKind.PNS),
        ("\u00a019860926-201505-1-001 ", NIP, OfficerKind.PNS),
        (NI_PPPK, NI_PPPK, OfficerKind.PPPK),
    ],
)
def test_numbers_that_are_taken(text: str, digits: str, kind: OfficerKind) -> None:
    assert parse_nip(text) == CivilServantNumber(digits, kind)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1.98609E+17", "Format kolom sebagai Teks"),
        ("1,98609E+17", "Format kolom sebagai Teks"),
        ("1.98609262015051e17", "Format kolom sebagai Teks"),
        ("198609262015051000", "Format kolom sebagai Teks"),
        ("19860926201505100", "17 angka, perlu 18"),
        ("1986092620150510012", "19 angka, perlu 18"),
        ("198613262015051001", "tanggal lahir 19861326"),
        ("198602302015051001", "tanggal lahir 19860230"),
        ("000000002015051001", "tanggal lahir 00000000"),
        ("198609261999051001", "lahir 1986, diangkat 1999"),
        ("198609262061051001", "lahir 1986, diangkat 2061"),
        ("198609262015053001", "angka ke-15 harus 1 atau 2, tertulis 3"),
        ("19860926201505100A", "bukan NIP"),
        ("١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠١", "bukan NIP"),
        ("", "bukan NIP"),
        ("-", "bukan NIP"),
    ],
)
def test_numbers_that_are_refused_with_the_remedy(text: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        parse_nip(text)


@pytest.mark.parametrize("month", ["00", "13", "21", "99"])
def test_digits_13_and_14_of_a_pppk_need_not_be_a_month(month: str) -> None:
    number = parse_nip(f"199001012022{month}1001")
    assert number.kind is OfficerKind.PPPK
    assert check_kind(number, OfficerKind.PPPK) is OfficerKind.PPPK
    with pytest.raises(RuleBroken, match=f"bulan {month}"):
        check_kind(number, OfficerKind.PNS)


def test_a_stated_kind_decides_where_the_digits_do_not() -> None:
    assert check_kind(parse_nip(NIP), OfficerKind.PPPK) is OfficerKind.PPPK
    with pytest.raises(RuleBroken, match="lainnya"):
        check_kind(parse_nip(NIP), OfficerKind.OTHER)


@pytest.mark.parametrize(("text", "found"), [("k-7", "K-7"), (" 'THL/012 ", "THL/012"), ("5", "5")])
def test_internal_ids(text: str, found: str) -> None:
    assert parse_internal_id(text) == found


@pytest.mark.parametrize("text", ["", "a b", "-7", "3201011234567890", NIP, "x" * 41])
def test_no_internal_ids(text: str) -> None:
    with pytest.raises(RuleBroken):
        parse_internal_id(text)


@pytest.mark.parametrize(
    ("taken", "proposed"),
    [((), "K-1"), (("K-1", "X"), "K-2"), (("K-2",), "K-3"), (("K-5",), "K-2")],
)
def test_the_proposed_id_is_free(taken: tuple[str, ...], proposed: str) -> None:
    assert next_internal_id(frozenset(taken)) == proposed


@pytest.mark.parametrize(
    ("text", "kind"), [("pns", "pns"), (" P3K", "pppk"), ("Non-ASN", "lainnya"), ("THL", "lainnya")]
)
def test_kinds(text: str, kind: str) -> None:
    assert parse_kind(text).value == kind


def test_no_kind() -> None:
    with pytest.raises(RuleBroken, match="Tulis PNS, PPPK"):
        parse_kind("raja")
