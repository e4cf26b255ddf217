"""create_app: the only place where the parts are joined."""

from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import ROOT, Settings
from portal.database import db, end_session, engine_options, prepare_engine
from portal.errors import Problem, Problems
from portal.extensions import bootstrap, compress, csrf
from portal.language import negotiate, speak
from portal.logs import configure_logs
from portal.web import staff_pages, templating
from portal.web.account import account
from portal.web.admin import admin
from portal.web.api import api
from portal.web.api.description import describe
from portal.web.desk import desk
from portal.web.failures import init_failures
from portal.web.headers import init_headers
from portal.web.limits import configure_limits
from portal.web.me import me
from portal.web.measuring import init_measuring
from portal.web.numbers import NineDigits
from portal.web.ops import ops
from portal.web.public import public
from portal.web.results import results
from portal.web.uploading import UnspooledRequest

DOORS = (public, ops, account, desk, results, me, admin, api)
LARGEST_FORM = 256 * 1024  # bytes; the longest honest rating form is under 16 KiB
MOST_PARTS = 200


def create_app(settings: Settings, *, testing: bool = False) -> Flask:
    """Join the parts; raises Problems when the secrets are missing."""
    if settings.secrets is None:
        where = str(settings.instance)
        raise Problems([Problem(where, "belum ada kunci rahasia.", "Jalankan `portal init`.")])
    app = Flask(
        "portal",
        root_path=str(ROOT),
        template_folder="templates",
        static_folder="static",
        instance_path=str(settings.instance),
    )
    app.testing = testing
    app.request_class = UnspooledRequest
    app.config.from_mapping(_flask_config(settings, settings.secrets.session_key))
    app.wsgi_app = _proxied(app, settings)  # type: ignore[assignment,method-assign]
    _join(app, settings)
    return app


def _flask_config(settings: Settings, session_key: str) -> dict[str, object]:
    secure = urlsplit(settings.base_url).scheme == "https"
    return {
        "PORTAL": settings,
        "SECRET_KEY": session_key,
        "SESSION_COOKIE_NAME": "__Host-portal" if secure else "portal",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "MAX_FORM_PARTS": MOST_PARTS,
        "WTF_CSRF_TIME_LIMIT": None,
        # Origin and Sec-Fetch-Site decide (portal.web.origin); a link's page sends no Referer.
        "WTF_CSRF_SSL_STRICT": False,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "BOOTSTRAP_SERVE_LOCAL": True,
        "COMPRESS_ALGORITHM": ["gzip"],
        "COMPRESS_LEVEL": 5,
        "COMPRESS_STREAMING_ENDPOINT_CONDITIONAL": ["static", "bootstrap.static"],
        "COMPRESS_MIN_SIZE": 500,
        "COMPRESS_MIMETYPES": ["text/html", "text/css", "text/csv", "application/json"],
    }


def _proxied(app: Flask, settings: Settings) -> ProxyFix | object:
    """Believe X-Forwarded-* from exactly the declared number of proxies, else from none."""
    hops = settings.trusted_proxies
    if hops == 0:
        return app.wsgi_app
    return ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)


def _join(app: Flask, settings: Settings) -> None:
    configure_logs()
    db.init_app(app)
    app.teardown_appcontext(end_session)
    with app.app_context():
        prepare_engine(db.engine)
    init_measuring(app)
    compress.init_app(app)
    # First the language: a stale token is answered in words.
    app.before_request(_begin)
    csrf.init_app(app)
    configure_limits(app, settings)
    init_headers(app)
    init_failures(app)
    bootstrap.init_app(app)
    templating.init_templates(app, settings)
    staff_pages.init_staff_pages(app)
    app.url_map.converters["int"] = NineDigits
    for door in DOORS:
        app.register_blueprint(door.blueprint)
    describe(app)
    # The public forms carry a signed ticket instead of a session token (no cookie there).
    csrf.exempt(public.blueprint)


def _begin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    # Before the token is looked for, because looking for it reads the whole form.
    if largest := getattr(view, "largest", None):
        request.max_content_length = largest
    speak(negotiate(request.args.get("lang"), request.headers.get("Accept-Language")))
