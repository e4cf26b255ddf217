"""Flask's extensions, unbound; `create_app` binds them."""

from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect

# Every POST is protected unless a door brings its own check (the public door's ticket).
csrf = CSRFProtect()

compress = Compress()

# Each limited page gives its own key (portal.web.limits); the default is never used.
limiter = Limiter(key_func=get_remote_address)

# Staff pages: Bootstrap's own file from our own origin, its colours mapped in staff.css.
bootstrap = Bootstrap5()
