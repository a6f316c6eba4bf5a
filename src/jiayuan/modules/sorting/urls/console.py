"""Pages for the district, which answers what nobody knew."""

from django.urls import path

from ..views import console, console_class, console_pledges, console_wording, printing

urlpatterns = [
    path("sorting/", console.words, name="console-sorting"),
    path("sorting/words/<int:pk>/", console.word, name="console-sorting-word"),
    path("sorting/words/<int:pk>/aside/", console.aside, name="console-sorting-aside"),
    path("sorting/items/<int:pk>/end/", console.end, name="console-sorting-end"),
    path("sorting/pledges/", console_pledges.pledges, name="console-sorting-pledges"),
    path("sorting/pledges/words/", console_wording.wordings, name="console-sorting-wordings"),
    path("sorting/pledges/words/<int:pk>/", console_wording.wording, name="console-sorting-wording"),
    path(
        "sorting/pledges/words/<int:pk>/sheet.png",
        console_wording.sheet,
        name="console-sorting-wording-sheet",
    ),
    path(
        "sorting/pledges/words/<int:pk>/act/<str:action>/",
        console_wording.act,
        name="console-sorting-wording-act",
    ),
    path("sorting/class/", console_class.classes, name="console-sorting-classes"),
    path("sorting/class/<int:pk>/", console_class.board, name="console-sorting-class"),
    path("sorting/class/<int:pk>/results/", console_class.results, name="console-sorting-class-results"),
    path("sorting/class/<int:pk>/act/<str:action>/", console_class.act, name="console-sorting-class-act"),
    path("sorting/print/", printing.choose_in_console, name="console-sorting-print"),
]
