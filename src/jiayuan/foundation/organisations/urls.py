"""Pages for those who keep organisations."""

from django.urls import path

from .views import console, contacts

urlpatterns = [
    path("organisations/", console.organisations, name="console-organisations"),
    path("organisations/new/", console.create, name="console-organisation-new"),
    path("organisations/<int:pk>/", console.organisation, name="console-organisation"),
    path("organisations/<int:pk>/edit/", console.edit, name="console-organisation-edit"),
    path("organisations/<int:pk>/close/", console.close, name="console-organisation-close"),
    path("organisations/<int:pk>/contacts/", contacts.add, name="console-organisation-contact"),
    path(
        "organisations/<int:pk>/contacts/<int:contact>/reveal/",
        contacts.reveal,
        name="console-organisation-contact-reveal",
    ),
    path(
        "organisations/<int:pk>/contacts/<int:contact>/remove/",
        contacts.remove,
        name="console-organisation-contact-remove",
    ),
]
