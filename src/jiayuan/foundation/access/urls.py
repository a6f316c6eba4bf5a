from django.urls import path

from . import views

urlpatterns = [
    path("roles/", views.roles, name="console-roles"),
    path("roles/<int:pk>/revoke/", views.revoke, name="console-role-revoke"),
]
