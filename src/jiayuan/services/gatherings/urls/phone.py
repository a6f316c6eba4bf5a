"""Pages for those who come: what is on, signing up, being there."""

from django.urls import path

from ..views import check, hosting, mine, phone, wall

urlpatterns = [
    path("g/", phone.near, name="gatherings"),
    path("g/mine/", mine.mine, name="gatherings-mine"),
    path("g/mine/calendar/", mine.calendar, name="gatherings-calendar"),
    path("g/calendar/<str:token>.ics", mine.feed, name="gatherings-feed"),
    path("g/<int:pk>/", phone.page, name="gathering"),
    path("g/<int:pk>/sign-up/", phone.join, name="gathering-sign-up"),
    path("g/<int:pk>/leave/", phone.leave, name="gathering-leave"),
    path("g/<int:pk>/accept/", phone.accept, name="gathering-accept"),
    path("g/<int:pk>/bring/", phone.bring, name="gathering-bring"),
    path("g/<int:pk>/rate/", phone.rate, name="gathering-rate"),
    path("g/<int:pk>/host/", hosting.host, name="gathering-host"),
    path("g/<int:pk>/check/", check.send, name="gathering-check"),
    path("g/<int:pk>/calendar.ics", mine.file, name="gathering-file"),
    path("g/<int:pk>/wall/", wall.wall, name="gathering-wall"),
    path("g/<int:pk>/live/", wall.live, name="gathering-live"),
    path("g/<int:pk>/live/ask/", wall.ask, name="gathering-ask"),
    path("g/<int:pk>/live/support/", wall.support, name="gathering-support"),
    path("g/<int:pk>/live/vote/", wall.cast, name="gathering-vote"),
    path("g/<int:pk>/<slug:way>/<str:code>/", check.scanned, name="gathering-scanned"),
]
