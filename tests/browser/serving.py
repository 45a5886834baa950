"""The whole program on a free port of this machine, on the test's own database, at a moment that the test chooses."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connections

from samsyn.isolation import clock


@dataclass
class Site:
    """Where it is reached, and the moment that it takes for now; None is the machine's."""

    address: str = ""
    moment: datetime | None = None


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """The address bar of a test is nobody's business."""


class _Closing(StaticFilesHandler):
    """Each thread gives its connections back, so that the database can be dropped."""

    def __init__(self, application: Any, site: Site) -> None:
        super().__init__(application)
        self.site = site

    def __call__(self, environ: Any, start_response: Any) -> Any:
        moment = self.site.moment
        try:
            with clock.standing_at(moment) if moment else nullcontext():
                return super().__call__(environ, start_response)
        finally:
            connections.close_all()


@contextmanager
def served() -> Iterator[Site]:
    """The site, for as long as the block runs."""
    site = Site()
    with ThreadedWSGIServer(("localhost", 0), _Quiet, connections_override={}) as server:
        site.address = f"http://localhost:{server.server_port}"
        server.set_app(_Closing(get_wsgi_application(), site))
        running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        running.start()
        try:
            yield site
        finally:
            server.shutdown()
            running.join()
