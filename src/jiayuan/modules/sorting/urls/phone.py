"""Pages for everybody who wonders which bin."""

from django.urls import path

from ..views import class_phone, game, phone, pledge, printing

urlpatterns = [
    path("sorting/", phone.which_bin, name="sorting"),
    path("sorting/word/", phone.send_word, name="sorting-word"),
    path("sorting/game/", game.game, name="sorting-game"),
    path("sorting/away/", phone.away, name="sorting-away"),
    path("sorting/list.json", phone.listed, name="sorting-list"),
    path("sorting/pledge/", pledge.pledge, name="sorting-pledge"),
    path("sorting/pledge/link/<str:token>/", pledge.by_link, name="sorting-pledge-link"),
    path("sorting/pledge/<int:pk>/", pledge.own, name="sorting-pledge-own"),
    path(
        "sorting/pledge/<int:pk>/certificate.pdf",
        pledge.certificate,
        {"form": "pdf"},
        name="sorting-pledge-paper",
    ),
    path(
        "sorting/pledge/<int:pk>/certificate.png",
        pledge.certificate,
        {"form": "png"},
        name="sorting-pledge-picture",
    ),
    path("sorting/pledge/<int:pk>/withdraw/", pledge.withdraw, name="sorting-pledge-withdraw"),
    path("sorting/pledge/<int:pk>/renew/", pledge.renew, name="sorting-pledge-renew"),
    path("sorting/class/", class_phone.join, name="sorting-class"),
    path("sorting/class/play/", class_phone.play, name="sorting-class-play"),
    path("sorting/class/send/", class_phone.send, name="sorting-class-send"),
    path("sorting/print/", printing.choose, name="sorting-print"),
    path("sorting/print/sheet.pdf", printing.file, name="sorting-print-file"),
]
