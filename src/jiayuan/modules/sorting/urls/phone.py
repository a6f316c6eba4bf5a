"""Pages for everybody who wonders which bin."""

from django.urls import path

from ..views import game, phone

urlpatterns = [
    path("sorting/", phone.which_bin, name="sorting"),
    path("sorting/word/", phone.send_word, name="sorting-word"),
    path("sorting/game/", game.game, name="sorting-game"),
    path("sorting/list.json", phone.listed, name="sorting-list"),
]
