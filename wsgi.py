"""The WSGI entry point: `gunicorn wsgi:app`."""

from portal.app import create_app
from portal.config import load_settings

app = create_app(load_settings())
