from django.urls import path

from samsyn.desk import views

app_name = "desk"
urlpatterns = [
    path("min-tur/", views.my_turn, name="my-turn"),
    path("sok/", views.search, name="search"),
    path("konto/", views.account, name="account"),
    path("konto/uppdrag/<uuid:uid>/", views.choose, name="choose"),
    path("konto/nyckel/ny/", views.key_new, name="key-new"),
    path("konto/nyckel/<uuid:uid>/dra-in/", views.key_withdraw, name="key-withdraw"),
]
