"""The counter form as a phone shows it: weight, size, targets, discretion (design.md §13)."""

import io

import pytest
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Page

from tests.browser import axe
from tests.browser.conftest import CLOSED, ONE, SEVERAL, Open, Site
from tests.browser.pressing import press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FORM = f"/l/{SEVERAL}"
PAGES = (
    FORM,
    f"/l/{ONE}?lang=en",
    f"/l/{SEVERAL}/terima-kasih",
    f"/l/{CLOSED}",
    f"/l/{SEVERAL}/loket-lain",
    "/l/ZZZZZZ",
    "/",
    "/privasi",
    "/cara-hitung",
)
LARGEST_PAGE = 14 * 1024
SMALLEST_TARGET = 44
GOOD = "input[name=overall][value='3']"


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")


def _with_error(page: Page) -> None:
    page.locator("#comment").fill("Antreannya lama")
    page.evaluate("document.querySelector('form').noValidate = true")
    press(page.locator(".send button"))
    page.wait_for_selector("[role=alert]")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_one_request_and_small(open_page: Open, site: Site, path: str) -> None:
    with open_page("/privasi") as page:
        requests: dict[str, str] = {}
        sizes: dict[str, int] = {}
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        network.on(
            "Network.requestWillBeSent",
            lambda event: requests.update({event["requestId"]: event["request"]["url"]}),
        )
        network.on(
            "Network.loadingFinished",
            lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
        )
        page.goto(site.url + path, wait_until="networkidle")
        fetched = {key: url for key, url in requests.items() if not url.startswith("data:")}
        assert list(fetched.values()) == [site.url + path]
        assert 0 < sum(sizes[key] for key in fetched) <= LARGEST_PAGE


@pytest.mark.parametrize(
    ("width", "height", "text"),
    [
        (320, 640, 100),
        (360, 640, 125),
        (360, 640, 150),
        (360, 640, 175),
        (360, 640, 200),
        (320, 256, 100),
        (1280, 800, 100),
    ],
)
def test_no_page_scrolls_sideways(
    open_page: Open, site: Site, width: int, height: int, text: int
) -> None:
    with open_page("/privasi", width=width, height=height) as page:
        for path in PAGES:
            page.goto(site.url + path)
            page.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
            _unfold(page)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} px wide"


def test_an_error_scrolls_sideways_neither(open_page: Open) -> None:
    with open_page(FORM, width=320) as page:
        _with_error(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


# A link inside a sentence is excepted, as in WCAG 2.5.8; a radio is as large as its label.
SMALL_TARGETS = """smallest => [...document.querySelectorAll(
    'a, button, summary, select, textarea, input:not([type=hidden])')]
  .filter(thing => !(thing.matches('p a')))
  .map(thing => thing.closest('label') || thing)
  .filter(thing => thing.checkVisibility())
  .map(thing => [thing.textContent.trim().slice(0, 30), thing.getBoundingClientRect()])
  .filter(([, box]) => box.width < smallest || box.height < smallest)
  .map(([words, box]) => `${words}: ${box.width} × ${box.height}`)"""


@pytest.mark.parametrize("width", [320, 360])
def test_targets_are_large_enough_for_a_thumb(open_page: Open, site: Site, width: int) -> None:
    with open_page("/privasi", width=width) as page:
        for path in PAGES:
            page.goto(site.url + path)
            _unfold(page)
            assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == [], path
        page.goto(site.url + FORM)
        _with_error(page)
        assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == []


def test_the_ten_second_path_fits_the_first_screen(open_page: Open) -> None:
    with open_page(FORM) as page:
        bottom = page.evaluate("document.querySelector('.tiles').getBoundingClientRect().bottom")
        send = page.evaluate("document.querySelector('.send').getBoundingClientRect().bottom")
        sign = page.evaluate("document.querySelector('.sign').getBoundingClientRect().height")
        assert bottom <= 366
        assert send <= 640
        assert sign <= 175


def _first_screen(page: Page, mark: int | None) -> Image.Image:
    if mark:
        page.locator(f"input[name=overall][value='{mark}']").check()
    page.evaluate("document.activeElement.blur()")
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return shot.filter(ImageFilter.GaussianBlur(8))


@pytest.mark.parametrize("dark", [False, True])
def test_nobody_across_the_desk_can_read_the_mark(open_page: Open, dark: bool) -> None:
    with open_page(FORM, dark=dark) as page:
        empty = _first_screen(page, None)
        differences = []
        for mark in (1, 2, 3, 4):
            change = ImageChops.difference(empty, _first_screen(page, mark))
            differences.append(max(high for _low, high in change.getextrema()))
    assert max(differences) <= 48, differences
    assert max(differences) - min(differences) <= 2, differences


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(360, 640), (320, 640), (1280, 800)])
def test_axe_finds_nothing(
    open_page: Open, site: Site, width: int, height: int, dark: bool
) -> None:
    with open_page("/privasi", width=width, height=height, dark=dark) as page:
        for path in PAGES:
            page.goto(site.url + path)
            _unfold(page)
            assert axe.violations(page) == [], path
        page.goto(site.url + FORM)
        _with_error(page)
        assert axe.violations(page) == []


def test_everything_works_without_script(open_page: Open, site: Site) -> None:
    before = len(site.ratings())
    with open_page(FORM, script=False) as page:
        page.get_by_label("Kurang baik", exact=True).check()
        page.get_by_label("Diminta melengkapi syarat").check()
        page.get_by_label("Ya", exact=True).check()
        page.get_by_label("Ratna").check()
        page.locator("summary").first.click()
        page.locator("input[name=waktu][value='-2']").check()
        page.locator("#comment").fill("Antreannya lama")
        press(page.get_by_role("button", name="Kirim penilaian"))
        assert page.url == f"{site.url}{FORM}/terima-kasih"
        assert "Penilaian Anda sudah tersimpan." in page.inner_text("main")
        assert page.context.cookies() == []
    assert len(site.ratings()) == before + 1
    assert "dilengkapi" in site.ratings("outcome")


def test_back_and_send_again_is_one_row(open_page: Open, site: Site) -> None:
    before = len(site.ratings())
    with open_page(FORM, script=False) as page:
        page.locator(GOOD).check()
        press(page.get_by_role("button", name="Kirim penilaian"))
        page.go_back()
        page.locator(GOOD).check()
        press(page.get_by_role("button", name="Kirim penilaian"))
        assert "tersimpan" in page.inner_text("main")
    assert len(site.ratings()) == before + 1


def test_the_reason_is_asked_after_a_refusal_only(open_page: Open) -> None:
    with open_page(FORM, script=False) as page:
        reason = page.get_by_text("Apakah alasannya dijelaskan?")
        page.get_by_label("Selesai", exact=True).check()
        assert not reason.is_visible()
        page.get_by_label("Tidak dapat dilayani").check()
        assert reason.is_visible()


def test_paying_is_asked_about_unless_the_chosen_service_costs(open_page: Open) -> None:
    with open_page(FORM) as page:
        _unfold(page)
        asked = page.get_by_text("Apakah Anda diminta membayar?")
        assert asked.is_visible()
        page.locator("#service").select_option(label="Legalisasi")
        assert not asked.is_visible()


def test_a_chosen_face_is_told_in_forced_colours(open_page: Open) -> None:
    border = "document.querySelector('.tiles input:checked + span')"
    with open_page(FORM, forced_colors=True) as page:
        page.locator(GOOD).check()
        assert page.evaluate(f"getComputedStyle({border}).borderTopWidth") == "4px"


def test_the_keyboard_reaches_the_faces_and_shows_where_it_is(open_page: Open) -> None:
    with open_page(FORM) as page:
        page.locator("#overall").focus()
        page.keyboard.press("ArrowRight")
        shown = "document.querySelector('.tiles input:focus-visible + span')"
        assert page.evaluate(f"getComputedStyle({shown}).outlineWidth") == "3px"
        assert page.evaluate("document.activeElement.value") == "2"


def test_what_is_focused_does_not_hide_under_the_send_bar(open_page: Open) -> None:
    hidden = """() => {
      const focused = document.activeElement, bar = document.querySelector('.send')
      if (!focused.closest('form') || focused.closest('.send')) return false
      const box = (focused.closest('label') || focused).getBoundingClientRect()
      return box.bottom > bar.getBoundingClientRect().top + 1
    }"""
    with open_page(FORM, height=480) as page:
        seen = set()
        for _step in range(20):
            page.keyboard.press("Tab")
            assert not page.evaluate(hidden), page.evaluate("document.activeElement.outerHTML")
            seen.add(page.evaluate("document.activeElement.id"))
    assert {"overall", "outcome", "officer", "perilaku", "comment"} <= seen
