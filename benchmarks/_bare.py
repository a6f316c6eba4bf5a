"""The bare page: twenty rows of the table of cases, a view, a template, nothing around them.

Served by granian as `jiayuan serve` starts it: the same interface, workers, threads and database, but no middleware, no
session, no reader: what the language, the framework and the database cost by themselves.

    python benchmarks/_bare.py PORT WORKERS THREADS
"""

import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayuan.settings")

PAGE = """<!doctype html><html lang="zh-Hans"><title>20</title><table>{% for case in cases %}<tr>
<td>{{ case.number }}</td><td>{{ case.words }}</td><td>{{ case.address }}</td><td>{{ case.state }}</td>
<td>{{ case.reported_at|date:"Y-m-d H:i" }}</td></tr>{% endfor %}</table></html>"""


_kept: dict[str, Any] = {}


def door(environ: Any, start_response: Any) -> Any:
    """Wakes Django in the worker with the first request, then takes away what stands around a view."""
    if "handler" not in _kept:
        import django
        from django.conf import settings
        from django.core.handlers.wsgi import WSGIHandler

        django.setup(set_prefix=False)
        settings.MIDDLEWARE, settings.ROOT_URLCONF = [], "_bare_urls"
        _kept["handler"] = WSGIHandler()
    return _kept["handler"](environ, start_response)


def page(_request: Any) -> Any:
    from django.http import HttpResponse
    from django.template import engines

    from jiayuan.services.cases.models import Case

    template = _kept.get("page") or _kept.setdefault("page", engines["django"].from_string(PAGE))
    return HttpResponse(template.render({"cases": Case.objects.order_by("-id")[:20]}))


def serve(port: int, workers: int, threads: int) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "_bare:door",
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:4]))
