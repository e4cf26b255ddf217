"""`/masuk/beranda`: what a person can do here, after signing in."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.authority import SIGNED_IN
from portal.web.account.door import account


@account.page("/masuk/beranda", needs=SIGNED_IN)
def home() -> ResponseReturnValue:
    return render_template("account/home.html")
