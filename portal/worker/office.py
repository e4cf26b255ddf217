"""The worker's own application: the database and nothing else.

It serves no page; without the doors, the documents and their libraries it needs half the memory.
"""

from flask import Flask

from portal.config import Settings
from portal.database import db, end_session, engine_options, prepare_engine
from portal.logs import configure_logs


def worker_app(settings: Settings) -> Flask:
    """An application whose context gives commands their session."""
    app = Flask("portal.worker", static_folder=None, instance_path=str(settings.instance))
    app.config.from_mapping(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
    )
    configure_logs()
    db.init_app(app)
    app.teardown_appcontext(end_session)
    with app.app_context():
        prepare_engine(db.engine)
    return app
