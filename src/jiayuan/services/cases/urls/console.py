"""Pages for those who work on cases."""

from django.urls import path

from ..views import (
    console_bulk,
    console_catalogue,
    console_detail,
    console_dispatch,
    console_doubts,
    console_list,
    console_outside,
    console_performance,
    console_report,
    console_words,
    dossier,
)

urlpatterns = [
    path("cases/", console_list.cases, name="console-cases"),
    path("cases/export.csv", console_list.export, name="console-cases-export"),
    path("cases/views/", console_list.keep_view, name="console-cases-views"),
    path("cases/bulk/", console_bulk.bulk, name="console-cases-bulk"),
    path("cases/new/", console_report.new, name="console-report"),
    path("performance/", console_performance.performance, name="console-performance"),
    path("performance/of/", console_performance.of, name="console-performance-of"),
    path("performance/of/lines.xlsx", console_performance.export, name="console-performance-export"),
    path("cases/lifecycle/", console_catalogue.lifecycle, name="console-lifecycle"),
    path("cases/categories/", console_catalogue.categories, name="console-categories"),
    path("cases/categories/<slug:code>/", console_catalogue.category, name="console-category"),
    path("cases/dispatch/", console_dispatch.rules, name="console-dispatch"),
    path("cases/dispatch/begin/", console_dispatch.begin, name="console-dispatch-begin"),
    path("cases/dispatch/draft/", console_dispatch.draft, name="console-dispatch-draft"),
    path("cases/dispatch/draft/new/", console_dispatch.rule, name="console-dispatch-new"),
    path("cases/dispatch/draft/<int:pk>/", console_dispatch.rule, name="console-dispatch-rule"),
    path("cases/dispatch/runs/<int:pk>/", console_dispatch.run, name="console-dispatch-run"),
    path("cases/<str:number>/", console_detail.detail, name="console-case"),
    path("cases/<str:number>/slip/", console_report.done, name="console-report-done"),
    path("cases/<str:number>/point.json", console_detail.point, name="console-case-point"),
    path("cases/<str:number>/contact/", console_detail.contact, name="console-case-contact"),
    path("cases/<str:number>/words/", console_words.words, name="console-case-words"),
    path("cases/<str:number>/proof/", dossier.office, name="console-dossiers"),
    path("cases/<str:number>/proof/<int:pk>/", dossier.office_file, name="console-dossier-file"),
    path("cases/<str:number>/outside/", console_outside.outside, name="console-outside"),
    path("cases/<str:number>/outside/<int:pk>/code.svg", console_outside.code, name="console-outside-code"),
    path(
        "cases/<str:number>/outside/<int:pk>/<slug:act>/",
        console_outside.change,
        name="console-outside-change",
    ),
    path("cases/<str:number>/answers/<int:pk>/", console_outside.note, name="console-outside-note"),
    path("cases/<str:number>/doubts/<int:pk>/", console_doubts.decide, name="console-case-doubt"),
    path("cases/<str:number>/<slug:action>/", console_detail.act, name="console-case-act"),
]
