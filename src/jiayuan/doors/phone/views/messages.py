"""What happened to what concerns me."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.district.desk.news import mark_read, messages, read_up_to
from jiayuan.foundation.common.visit import Visit


@require_safe
def messages_page(request: Visit) -> HttpResponse:
    """Newest first. Opening the first page reads everything; a look ahead (HEAD) reads nothing."""
    after = request.GET.get("after", "")
    read_at = read_up_to(request.actor, request.session)
    page = messages(request.actor, after=after, read_at=read_at)
    if request.method == "GET" and not after and page.is_news:
        mark_read(request.actor, request.session)
    return render(request, "phone/messages.html", {"page": page, "unread_count": ""})
