from django.urls import path

from samsyn.collaborations import imports, overviews, views
from samsyn.networks.enums import Openness

app_name = "collaborations"
urlpatterns = [
    path("samverkan/", overviews.listing, name="list"),
    path("samverkan/samverkan.csv", overviews.listing_file, {"kind": "csv"}, name="list-csv"),
    path("samverkan/samverkan.xlsx", overviews.listing_file, {"kind": "xlsx"}, name="list-xlsx"),
    path("samverkan/karta/", overviews.collaboration_map, name="map"),
    path("samverkan/karta/karta.csv", overviews.map_file, {"kind": "csv"}, name="map-csv"),
    path("samverkan/karta/karta.xlsx", overviews.map_file, {"kind": "xlsx"}, name="map-xlsx"),
    path("samverkan/ny/", views.new, name="new"),
    path("samverkan/importera/", imports.new, name="import-new"),
    path("samverkan/importera/<uuid:uid>/", imports.detail, name="import-run"),
    path("samverkan/importera/<uuid:uid>/spara/", imports.apply, name="import-apply"),
    path("samverkan/<uuid:uid>/", views.detail, name="detail"),
    path("samverkan/<uuid:uid>/handelser/", views.history, name="history"),
    path("samverkan/<uuid:uid>/andra/", views.edit, name="edit"),
    path("samverkan/<uuid:uid>/namn/", views.rename, name="rename"),
    path("samverkan/<uuid:uid>/form/", views.form_change, name="form-change"),
    path("samverkan/<uuid:uid>/skede/", views.stage_change, name="stage-change"),
    path("samverkan/<uuid:uid>/parter/", views.party_new, name="party-new"),
    path("samverkan/<uuid:uid>/kontakter/", views.contact_new, name="contact-new"),
    path("samverkan/<uuid:uid>/dokument/", views.document_new, name="document-new"),
    path("samverkan/<uuid:uid>/checklista/", views.points, name="points"),
    path("samverkan/<uuid:uid>/dela/", views.openness, {"to": Openness.SHARED}, name="share"),
    path("samverkan/<uuid:uid>/publicera/", views.openness, {"to": Openness.PUBLISHED}, name="publish"),
    path("part/<uuid:uid>/andra/", views.party_edit, name="party-edit"),
    path("part/<uuid:uid>/ta-bort/", views.party_remove, name="party-remove"),
    path("kontakt/<uuid:uid>/ta-bort/", views.contact_remove, name="contact-remove"),
    path("dokument/<uuid:uid>/andra/", views.document_edit, name="document-edit"),
    path("dokument/<uuid:uid>/fil/", views.document_file, name="document-file"),
    path("dokument/<uuid:uid>/underskrift/", views.signature_new, name="signature-new"),
    path("dokument/<uuid:uid>/sekretess/", views.document_secrecy, name="document-secrecy"),
]
