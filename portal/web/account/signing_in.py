"""`/masuk`, `/keluar`, and the gates on the way: PIN and confirmation."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.authority import ANYONE, SIGNED_IN
from portal.web.account.door import account


@account.page("/masuk", needs=ANYONE, methods=("GET", "POST"))
def sign_in() -> ResponseReturnValue:
    return render_template("account/sign_in.html")


@account.page("/masuk/buka", needs=ANYONE, methods=("GET", "POST"))
def unlock() -> ResponseReturnValue:
    return render_template("account/sign_in.html")


@account.page("/masuk/konfirmasi", needs=SIGNED_IN, methods=("GET", "POST"))
def confirm() -> ResponseReturnValue:
    return render_template("account/sign_in.html")
