import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Problems
from portal.indicators.rules.elements import FORM_ORDER, LIST_ORDER, Element, Order, u_numbers
from portal.indicators.rules.sheet_columns import recognise_columns

U_HEADERS = [f"U{number}" for number in range(1, 10)]
SHEET_A = ["NO", "TANGGAL", "JAM", "JENIS KELAMIN", "USIA", "PENDIDIKAN", "PEKERJAAN"]


@pytest.mark.parametrize(("order", "elements"), [("form", FORM_ORDER), ("daftar", LIST_ORDER)])
def test_u_numbers_mean_what_the_order_says(order: str, elements: tuple[Element, ...]) -> None:
    columns = recognise_columns([*SHEET_A, *U_HEADERS, "SARAN"], Order(order))
    assert columns.taken == tuple(zip(U_HEADERS, elements, strict=True))
    assert columns.ignored == (*SHEET_A, "SARAN")
    assert columns.position[Element.PERSYARATAN] == 7


def test_u_numbers_without_an_order_are_refused_with_both_meanings() -> None:
    with pytest.raises(Problems) as refusal:
        recognise_columns(U_HEADERS)
    assert "--order form" in refusal.value.message
    assert "--order daftar" in refusal.value.message


@pytest.mark.parametrize(
    ("eight", "nine"),
    [
        ("U8 Sarana", "U9 Pengaduan"),
        ("u8. Sarana dan Prasarana", "u9 (Penanganan Pengaduan, Saran dan Masukan)"),
        ("Facilities", "Complaint handling"),
    ],
)
def test_no_order_is_needed_where_headers_name_eight_and_nine(eight: str, nine: str) -> None:
    columns = recognise_columns([*U_HEADERS[:7], eight, nine])
    assert (columns.position[Element.SARANA], columns.position[Element.PENGADUAN]) == (7, 8)


def test_a_name_counts_more_than_its_number() -> None:
    headers = [*U_HEADERS[:7], "U8 Pengaduan", "U9 Sarana"]
    assert recognise_columns(headers, Order.FORM).position[Element.PENGADUAN] == 7


@pytest.mark.parametrize(
    "headers",
    [
        [element.value for element in FORM_ORDER],
        [element.name_id for element in LIST_ORDER],
        [element.name_en.upper() for element in FORM_ORDER],
        [f"  {element.name_id.upper()}  " for element in FORM_ORDER],
        [
            "Persyaratan",
            "Prosedur",
            "Waktu penyelesaian",
            "Biaya/Tarif",
            "Produk layanan",
            "Kompetensi petugas",
            "Perilaku petugas",
            "Sarana & Prasarana",
            "Penanganan pengaduan",
        ],
        [
            "requirements",
            "procedure",
            "time",
            "cost",
            "product",
            "competence",
            "behaviour",
            "facilities",
            "complaints",
        ],
    ],
)
def test_names_are_known_in_both_languages_in_any_case(headers: list[str]) -> None:
    assert set(recognise_columns(headers).position) == set(Element)


@given(st.permutations(list(Element)))
def test_columns_may_stand_in_any_order(elements: list[Element]) -> None:
    columns = recognise_columns(["No", *(e.name_id for e in elements)])
    assert [element for _, element in columns.taken] == elements


@pytest.mark.parametrize("spelling", ["u{}", "U {}", "Unsur {}", " U.{} ", "U-{}", "U0{}"])
def test_u_numbers_may_be_spelled_as_people_do(spelling: str) -> None:
    headers = [spelling.format(number) for number in range(1, 10)]
    taken = recognise_columns(headers, Order.FORM).taken
    assert [element for _, element in taken] == list(u_numbers(Order.FORM).values())


def test_the_old_sheet_with_14_elements_is_refused() -> None:
    with pytest.raises(Problems, match="KEP/25/2004"):
        recognise_columns([f"U{number}" for number in range(1, 15)], Order.FORM)


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ([*U_HEADERS[:8]], "Penanganan pengaduan, saran dan masukan"),
        ([], "Persyaratan"),
        (["", "  "], "Persyaratan"),
        ([*U_HEADERS, "Biaya"], "kolom U4, Biaya: unsur Biaya/tarif ada 2 kali"),
        ([*U_HEADERS, "U3"], "ada 2 kali"),
    ],
)
def test_missing_and_double_elements_are_named(headers: list[str], words: str) -> None:
    with pytest.raises(Problems) as refusal:
        recognise_columns(headers, Order.FORM)
    assert words in refusal.value.message


@given(st.lists(st.text(max_size=20), max_size=12), st.sampled_from([None, *Order]))
def test_any_headers_are_read_or_refused_in_words(headers: list[str], order: Order | None) -> None:
    words = "all nine found"
    try:
        recognise_columns(headers, order)
    except Problems as refusal:
        words = refusal.message
    assert words
