from django.urls import path

from .views import photo, sound

urlpatterns = [
    path("photos/", photo.upload, name="photo-upload"),
    path("photos/<uuid:photo_id>/", photo.remove, name="photo-remove"),
    path("photos/<uuid:photo_id>/<str:size>/", photo.show, name="photo"),
    path("sounds/<uuid:sound_id>/", sound.play, name="sound"),
]
