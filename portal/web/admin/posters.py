"""Posters: choose counters and a size, download one PDF."""

from dataclasses import replace
from urllib.parse import urlsplit

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.documents.posters import PosterSize, poster_of, posters_pdf
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.language import later
from portal.organisation.managing.lists import counter_list
from portal.organisation.managing.narrowing import IN_USE
from portal.organisation.printing import counters_to_print
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, asked, today
from portal.web.admin.door import admin
from portal.web.admin.files import attached
from portal.web.limits import settings

MOST = 100
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
SIZES = {
    "a4": later("A4, di dinding"),
    "a5": later("A5, di meja"),
    "a6": later("A6, di meja"),
    "stickers": later("Stiker, delapan di satu lembar A4"),
}


@admin.page("/posters", needs=MANAGE)
def posters() -> ResponseReturnValue:
    wanted, filters = asked("posters")
    in_use = replace(wanted, chosen={**wanted.chosen, "keadaan": IN_USE})
    listed = counter_list(current_actor(), in_use, today())
    is_local = urlsplit(settings().base_url).hostname in LOCAL_HOSTS
    return render_template(
        "admin/posters.html",
        asked=wanted,
        listed=listed,
        filters=filters,
        sizes={value: _(words) for value, words in SIZES.items()},
        base_url=settings().base_url if is_local else "",
    )


@admin.page("/posters.pdf", needs=MANAGE)
def posters_file() -> Response:
    codes = request.args.getlist("tampil" if request.args.get("semua") else "kode")[: MOST + 1]
    asked_size = request.args.get("ukuran", "")
    size = PosterSize(asked_size) if asked_size in SIZES else PosterSize.A4
    if not codes:
        raise RuleBroken(later("Belum ada loket yang dipilih. Kembali, lalu centang loketnya."))
    if len(codes) > MOST:
        raise RuleBroken(later("Terlalu banyak loket sekali cetak. Pilih paling banyak 100."))
    found = counters_to_print(current_actor(), counter_codes=codes)
    chosen = settings()
    content = posters_pdf(
        [
            poster_of(counter, base_url=chosen.base_url, contact=chosen.contact)
            for counter in found.counters
        ],
        size=size,
        created=today(),
        accent=chosen.accent,
        black=request.args.get("hitam") == "1",
    )
    return attached(content, "application/pdf", f"poster-{size}-{today()}.pdf")
