from portal.indicators.rules.elements import (
    FORM_ORDER,
    LIST_ORDER,
    SPEAKS_OF_A_PERSON,
    Element,
    Order,
    u_numbers,
)


def test_list_and_form_disagree_about_eight_and_nine_only() -> None:
    form, listed = u_numbers(Order.FORM), u_numbers(Order.LIST)
    assert [u for u in form if form[u] is not listed[u]] == ["U8", "U9"]
    assert (form["U8"], form["U9"]) == (Element.SARANA, Element.PENGADUAN)
    assert (listed["U8"], listed["U9"]) == (Element.PENGADUAN, Element.SARANA)


def test_both_orders_hold_the_nine_keys() -> None:
    assert set(FORM_ORDER) == set(LIST_ORDER) == set(Element)
    assert [str(e) for e in FORM_ORDER][:3] == ["persyaratan", "prosedur", "waktu"]
    assert len(FORM_ORDER) == 9


def test_two_elements_speak_of_a_person() -> None:
    assert [str(e) for e in SPEAKS_OF_A_PERSON] == ["kompetensi", "perilaku"]


def test_every_element_has_a_name_of_its_own_in_both_languages() -> None:
    assert len({e.name_id for e in Element} | {e.name_en for e in Element}) == 18
    assert Element.PRODUK.name_id == "Produk spesifikasi jenis pelayanan"
