from django.urls import path

from . import views
from .tokens import views as token_views

urlpatterns = [
    path("roles/", views.roles, name="console-roles"),
    path("roles/<int:pk>/revoke/", views.revoke, name="console-role-revoke"),
    path("send-again/", views.send_again, name="console-send-again"),
    path("tokens/", token_views.tokens, name="console-tokens"),
    path("tokens/new/", token_views.issue, name="console-token-new"),
    path("tokens/<int:pk>/revoke/", token_views.revoke, name="console-token-revoke"),
    path("systems/new/", token_views.new_system, name="console-system-new"),
]
