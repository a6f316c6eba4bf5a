"""Pages for residents: reporting, following, and what lies behind the doors."""

from django.urls import path

from ..views import behind_doors, case, dossier, joining, outside, public, report, similar, track

urlpatterns = [
    path("report/", report.report, name="report"),
    path("report/similar/", similar.similar, name="report-similar"),
    path("t/<str:token>/", track.track, name="case-track"),
    path("o/<str:token>/", outside.page, name="outside"),
    path("o/<str:token>/photos/<uuid:photo_id>/<str:size>/", outside.photo, name="outside-photo"),
    path("o/<str:token>/<slug:kind>/", outside.answer, name="outside-answer"),
    path("cases/", public.public_cases, name="cases-public"),
    path("cases/<str:number>/", case.page, name="case"),
    path("cases/<str:number>/done/", report.done, name="report-done"),
    path("cases/<str:number>/slip/", case.slip, name="case-slip"),
    path("cases/<str:number>/code.svg", track.code, name="case-code"),
    path("cases/<str:number>/point.json", case.point, name="case-point"),
    path("cases/<str:number>/join/", joining.join, name="case-join"),
    path("cases/<str:number>/leave/", joining.leave, name="case-leave"),
    path("cases/<str:number>/claim/", track.claim, name="case-claim"),
    path("cases/<str:number>/proof/", dossier.own, name="case-dossiers"),
    path("cases/<str:number>/proof/<int:pk>/", dossier.own_file, name="case-dossier-file"),
    path("cases/<str:number>/<slug:action>/", case.act, name="case-act"),
    path("mine/", public.mine, name="mine"),
    path("learn/<slug:code>/", behind_doors.promise, name="learn-category"),
    path("joy/changes/", behind_doors.changes, name="changes"),
    path("evaluate/ratings/", behind_doors.ratings, name="evaluate-ratings"),
]
