"""The least that a form with durable storage can cost here: what the portal is measured against.

Bare Flask, one template of the same size as the counter's form, one Core insert, the same
durability (SQLite WAL with synchronous FULL and a lock per process, or PostgreSQL), served
by gunicorn with the portal's settings. No validation, no language, no attribution, no
repeat protection, no limits, no headers, no compression.
"""

import os
import secrets
import threading
from contextlib import nullcontext
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue

from benchmarks.floor.table import MARKS, answer
from portal.database import make_engine

URL = os.environ["FLOOR_DATABASE_URL"]
PAGE = os.environ["FLOOR_PAGE"]  # a file with the text of a page, as long as the portal's
THANKS = os.environ["FLOOR_THANKS"]

app = Flask(__name__)
engine = make_engine(URL)
lock = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()


def text_of(path: str) -> str:
    return Path(path).read_text("utf-8")


app.jinja_env.globals.update(page=text_of(PAGE), thanks=text_of(THANKS))


@app.get("/")
def form() -> ResponseReturnValue:
    return render_template("form.html", nonce=secrets.token_hex(16))


@app.post("/")
def store() -> ResponseReturnValue:
    marks = {name: request.form.get(name, type=int) for name in MARKS}
    facts = {"nonce": request.form["nonce"], "words": request.form.get("comment"), **marks}
    with lock, engine.connect().execution_options(writing=True) as connection:
        connection.execute(sa.insert(answer), facts)
        connection.commit()
    return redirect("/thanks", 303)


@app.get("/thanks")
def thanks() -> ResponseReturnValue:
    return render_template("thanks.html")
