"""Pages for who wishes and who helps."""

from django.urls import path

from ..views import helping, placing, proof, readiness, services, splitting, visited, visits, wish

urlpatterns = [
    path("wish/", wish.ask, name="wish-ask"),
    path("w/<str:token>/", wish.track, name="wish-track"),
    path("wishes/", helping.near, name="help-near"),
    path("wishes/wall/", proof.wall, name="wish-wall"),
    path("wishes/<str:number>/", wish.page, name="wish"),
    path("wishes/<str:number>/done/", wish.done, name="wish-done"),
    path("wishes/<str:number>/slip/", wish.slip, name="wish-slip"),
    path("wishes/<str:number>/code.svg", wish.code, name="wish-code"),
    path("wishes/<str:number>/claim/", helping.claim, name="wish-claim"),
    path("wishes/<str:number>/say/<int:pk>/", wish.say, name="wish-say"),
    path("wishes/<str:number>/wall/<slug:what>/", proof.say, name="wish-wall-say"),
    path("wishes/<str:number>/photos/<int:pk>/out/", proof.out, name="wish-photo-out"),
    path("wishes/<str:number>/split/", splitting.at_the_centre, name="wish-split"),
    path("wishes/<str:number>/place/", placing.of_the_wisher, name="wish-place"),
    path("wishes/<str:number>/<slug:action>/", wish.act, name="wish-act"),
    path("help/readiness/", readiness.readiness, name="help-readiness"),
    path("help/asked/<int:pk>/<slug:said>/", helping.answer, name="help-answer"),
    path("help/claims/<int:pk>/<slug:what>/", helping.deed, name="help-claim"),
    path("help/stations/<int:pk>/", helping.station, name="help-station"),
    path("help/posts/<int:pk>/join/", helping.join, name="help-join"),
    path("help/members/<int:pk>/leave/", helping.leave, name="help-leave"),
    path("help/visits/", visits.mine, name="help-visits"),
    path("help/visits/<int:pk>/", visits.page, name="help-visit"),
    path("help/visits/<int:pk>/take/", visits.take, name="help-visit-take"),
    path("help/visits/<int:pk>/<slug:what>/", visits.act, name="help-visit-act"),
    path("help/swaps/<int:pk>/<slug:what>/", visits.answer, name="help-swap"),
    path("help/posts/<int:pk>/served/", services.served, name="help-served"),
    path("help/away/", visits.away, name="help-away"),
    path("help/rota/<int:pk>/", visits.rota, name="help-rota"),
    path("help/coming/", visited.mine, name="help-visited"),
    path("help/coming/<str:token>/", visited.coming, name="help-coming"),
    path("help/coming/<str:token>/<int:pk>/", visited.not_then, name="help-not-then"),
]
