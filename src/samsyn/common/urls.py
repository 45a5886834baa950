from django.urls import path

from samsyn.common import views

urlpatterns = [path("sprak/<slug:code>/", views.language, name="language")]
