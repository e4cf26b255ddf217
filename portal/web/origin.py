"""Where a form was sent from: another site is refused, whatever it sends along (T17)."""

from urllib.parse import urlsplit

from flask import Request


def is_foreign(request: Request, base_url: str) -> bool:
    """True where Sec-Fetch-Site or Origin is present and names another site.

    Browsers that send neither still get in; their ticket or token has to be good.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site not in (None, "same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    # The host decides: a proxy that ends TLS makes https of what is http here.
    return _host(origin) not in (request.host.lower(), _host(base_url))


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).netloc.lower() or None
    except ValueError:
        return None
