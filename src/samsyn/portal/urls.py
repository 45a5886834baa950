from django.urls import path

from samsyn.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.front, name="front"),
    path("oppet/natverk/", views.networks, name="networks"),
    path("oppet/natverk/<uuid:uid>/", views.network, name="network"),
    path("oppet/samverkan/", views.register, name="register"),
    path("oppet/samverkan/<uuid:uid>/", views.collaboration, name="collaboration"),
    path("oppet/karta/", views.collaboration_map, name="map"),
    path("oppet/karta/karta.csv", views.map_file, {"kind": "csv"}, name="map-csv"),
    path("oppet/karta/karta.xlsx", views.map_file, {"kind": "xlsx"}, name="map-xlsx"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
]
