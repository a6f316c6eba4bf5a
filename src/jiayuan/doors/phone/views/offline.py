"""The page of last resort, the worker that brings it, and who sends what was kept."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiayuan.doors.shell.account import account_of
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.domain.queries import communities
from jiayuan.services.cases.domain.queries.catalogue import current_versions, grouped

SHELL = ("app.css", "app.js", "offline.js", "away.js", "driver.js", "icons.svg", "favicon.svg")


@require_safe
@never_cache
def page(request: Visit) -> HttpResponse:
    """What is kept on the device, and a report form. Drawn for nobody in particular: it is stored on the device."""
    context: dict[str, Any] = {
        "groups": grouped(current_versions()),
        "communities": communities(),
        "home_place": None,
        "unread_count": "",
        "account": "",
        "for_nobody": True,
        "messages": [],
    }
    return render(request, "phone/offline.html", context)


@require_safe
@never_cache
def who(request: Visit) -> HttpResponse:
    """The account of this session, and a fresh proof that a form comes from our pages."""
    return JsonResponse({"account": account_of(request), "csrf": get_token(request)})


@require_safe
@never_cache
def worker(_request: Visit) -> HttpResponse:
    """The service worker, with the addresses of what it keeps. It is another one whenever any of them changes."""
    found = finders.find("worker.js")
    if not found:
        raise Http404
    text = Path(found).read_text(encoding="utf-8")
    shell = [static(name) for name in SHELL]
    version = hashlib.sha256("\n".join([text, *shell, _print_of_shell()]).encode()).hexdigest()[:16]
    away = [
        {
            "instead": reverse(each.instead_of),
            "page": reverse(each.page),
            "data": [reverse(name) for name in each.data],
        }
        for each in registers.away
    ]
    about = json.dumps({"page": reverse("offline"), "shell": shell, "away": away, "version": version})
    return HttpResponse(f"self.JIAYUAN={about};\n{text}", content_type="text/javascript; charset=utf-8")


def _print_of_shell() -> str:
    """When and how large: tells a rebuilt file from the one before where names do not."""
    paths = [Path(found) for name in SHELL if (found := finders.find(name))]
    return "\n".join(f"{each.stat().st_size} {each.stat().st_mtime_ns}" for each in paths)
