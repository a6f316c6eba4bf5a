"""One's own choices; and for the IT staff the outbox and the clock."""

from django.urls import path

from .views import choices, console

urlpatterns = [
    path("me/notices/", choices.my_notices, name="me-notices"),
    path("console/outbox/", console.outbox, name="console-outbox"),
    path("console/outbox/retry/", console.retry_failed, name="console-outbox-retry"),
    path("console/outbox/<int:pk>/retry/", console.retry, name="console-delivery-retry"),
    path("console/outbox/<int:pk>/cancel/", console.cancel, name="console-delivery-cancel"),
    path("console/duties/", console.duties, name="console-duties"),
]
