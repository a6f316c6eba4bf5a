from django.urls import path

from . import views

urlpatterns = [
    path("figures/", views.figures_page, name="console-figures"),
    path("figures/<str:figure_id>/", views.rows_page, name="console-figure"),
    path("figures/<str:figure_id>/rows.csv", views.rows_export, name="console-figure-export"),
]
