"""The page on which a sheet of people is handed over."""

from flask import Flask

from portal.authority import Role
from tests.factories import make_unit
from tests.staff import staff


def test_text_where_the_file_belongs_is_refused_in_words(sqlite_app: Flask) -> None:
    browser = staff(sqlite_app, Role.ADMINISTRATOR, make_unit())
    page = browser.open("/admin/people/import")
    refused = browser.send(page, {"file": "9999-12"}, form=-1)
    assert refused.status == 422
    assert "Pilih berkas CSV atau XLSX dulu." in refused.text
