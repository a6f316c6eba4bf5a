"""Pages for the district, which answers what nobody knew."""

from django.urls import path

from ..views import console

urlpatterns = [
    path("sorting/", console.words, name="console-sorting"),
    path("sorting/words/<int:pk>/", console.word, name="console-sorting-word"),
    path("sorting/words/<int:pk>/aside/", console.aside, name="console-sorting-aside"),
    path("sorting/items/<int:pk>/end/", console.end, name="console-sorting-end"),
]
