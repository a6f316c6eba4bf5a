"""Pages of the console for those who plan and run gatherings."""

from django.urls import path

from ..views import (
    console,
    console_beside,
    console_edit,
    console_paper,
    console_people,
    console_series,
    console_wall,
    console_who,
    reminders,
)

urlpatterns = [
    path("gatherings/", console.board, name="console-gatherings"),
    path("gatherings/new/", console.new, name="console-gathering-new"),
    path("gatherings/series/", console_series.board, name="console-series"),
    path("gatherings/series/new/", console_series.new, name="console-series-new"),
    path("gatherings/series/<int:pk>/", console_series.page, name="console-series-page"),
    path("gatherings/series/<int:pk>/act/", console_series.act, name="console-series-act"),
    path("gatherings/<int:pk>/", console.page, name="console-gathering"),
    path("gatherings/<int:pk>/act/", console.act, name="console-gathering-act"),
    path("gatherings/<int:pk>/copy/", console.copy, name="console-gathering-copy"),
    path("gatherings/<int:pk>/beside/", console_beside.beside, name="console-gathering-beside"),
    path("gatherings/<int:pk>/edit/", console_edit.edit, name="console-gathering-edit"),
    path("gatherings/<int:pk>/people/", console_people.people, name="console-gathering-people"),
    path("gatherings/<int:pk>/walk-in/", console.walk_in, name="console-gathering-walk-in"),
    path("gatherings/<int:pk>/check/", console.check, name="console-gathering-check"),
    path("gatherings/<int:pk>/names/", console.names, name="console-gathering-names"),
    path("gatherings/<int:pk>/reminders/", reminders.remind, name="console-gathering-reminders"),
    path("gatherings/<int:pk>/wall/", console_wall.moderate, name="console-gathering-wall"),
    path("gatherings/<int:pk>/wall/question/", console_wall.decide, name="console-gathering-question"),
    path("gatherings/<int:pk>/wall/poll/", console_wall.poll, name="console-gathering-poll"),
    path("gatherings/<int:pk>/code/", console.code, name="console-gathering-code"),
    path("gatherings/<int:pk>/who/<int:sign_up>/", console_who.who, name="console-gathering-who"),
    path("gatherings/<int:pk>/paper/", console_paper.paper, name="console-gathering-paper"),
    path("gatherings/<int:pk>/paper/print/", console_paper.printed, name="console-gathering-print"),
    path("gatherings/<int:pk>/paper/enter/", console_paper.enter, name="console-gathering-enter"),
]
