import web_widget.lean  # noqa: F401, I001 -- first, before whatever imports spaCy
from threading import BoundedSemaphore

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from web_widget import access, limits, metrics, problems, security
from web_widget.bodies import MAX_BODY
from web_widget.chat import chat_blueprint
from web_widget.console import console_blueprint
from web_widget.editor import editor_blueprint
from web_widget.health import health_blueprint
from web_widget.insight import insight_blueprint
from web_widget.pages import pages_blueprint
from web_widget.services import Services, real_services
from web_widget.settings import Settings
from web_widget.staff import staff_blueprint
from web_widget.staff import oidc
from web_widget.staff.login import watch_sessions


def create_app(settings: Settings, services: Services | None = None) -> Flask:
    """Make the web application; `services` stand in for the real neighbours."""
    services = services or real_services(settings)
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["METRICS_PORT"] = settings.metrics_port
    # Else a browser's word for our own name would go into the links of invitations.
    app.config["TRUSTED_HOSTS"] = sorted(settings.trusted_hosts) or None
    app.config["EVENT_COMMENT_SECONDS"] = settings.event_comment_seconds
    app.extensions["web_widget"] = services
    app.extensions["event_stream_places"] = BoundedSemaphore(settings.max_event_streams)
    app.register_blueprint(chat_blueprint())
    app.register_blueprint(pages_blueprint())
    app.register_blueprint(console_blueprint())
    app.register_blueprint(editor_blueprint())
    app.register_blueprint(insight_blueprint())
    app.register_blueprint(staff_blueprint())
    app.register_blueprint(health_blueprint(settings, services.database))
    # Before the gate, which reads the form.
    security.guard(app, settings)
    access.check_access(app, settings)
    watch_sessions(app, settings)
    oidc.connect(app, settings)
    problems.register(app)
    limits.limit_rates(app, settings)
    metrics.count_responses(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
