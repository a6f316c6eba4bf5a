"""Pages for bringing lists in and taking them out."""

from django.urls import path

from .views import jobs, lists

urlpatterns = [
    path("tables/", lists.lists, name="console-tables"),
    path("tables/imports/<int:pk>/", jobs.job, name="console-table-job"),
    path("tables/imports/<int:pk>/columns/", jobs.columns, name="console-table-columns"),
    path("tables/imports/<int:pk>/decide/", jobs.decide, name="console-table-decide"),
    path("tables/imports/<int:pk>/cancel/", jobs.stop, name="console-table-cancel"),
    path("tables/imports/<int:pk>/to-correct/", jobs.marked, name="console-table-marked"),
    path("tables/exports/<int:pk>/", lists.download, name="console-table-download"),
    path("tables/<slug:sheet>/", lists.one_list, name="console-table"),
    path("tables/<slug:sheet>/sample/<slug:kind>.xlsx", lists.sample, name="console-table-sample"),
    path("tables/<slug:sheet>/export/", lists.export, name="console-table-export"),
]
