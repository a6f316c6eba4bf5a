"""The WSGI door, served by granian. Nobody waits for the pages to be read in: a process does it before it listens."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayuan.settings")
application = get_wsgi_application()

from jiayuan.doors.shell.readiness import make_ready  # noqa: E402 (the applications come first)

make_ready()
