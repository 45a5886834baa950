from django.urls import path

from samsyn.collaborations.views import imports, overviews, parts, record
from samsyn.networks.enums import Openness

app_name = "collaborations"
urlpatterns = [
    path("samverkan/", overviews.listing, name="list"),
    path("samverkan/samverkan.csv", overviews.listing_file, {"kind": "csv"}, name="list-csv"),
    path("samverkan/samverkan.xlsx", overviews.listing_file, {"kind": "xlsx"}, name="list-xlsx"),
    path("samverkan/karta/", overviews.collaboration_map, name="map"),
    path("samverkan/karta/karta.csv", overviews.map_file, {"kind": "csv"}, name="map-csv"),
    path("samverkan/karta/karta.xlsx", overviews.map_file, {"kind": "xlsx"}, name="map-xlsx"),
    path("samverkan/ny/", record.new, name="new"),
    path("samverkan/importera/", imports.new, name="import-new"),
    path("samverkan/importera/<uuid:uid>/", imports.detail, name="import-run"),
    path("samverkan/importera/<uuid:uid>/spara/", imports.apply, name="import-apply"),
    path("samverkan/<uuid:uid>/", record.detail, name="detail"),
    path("samverkan/<uuid:uid>/handelser/", record.history, name="history"),
    path("samverkan/<uuid:uid>/andra/", record.edit, name="edit"),
    path("samverkan/<uuid:uid>/namn/", record.rename, name="rename"),
    path("samverkan/<uuid:uid>/form/", record.form_change, name="form-change"),
    path("samverkan/<uuid:uid>/skede/", record.stage_change, name="stage-change"),
    path("samverkan/<uuid:uid>/parter/", parts.party_new, name="party-new"),
    path("samverkan/<uuid:uid>/kontakter/", parts.contact_new, name="contact-new"),
    path("samverkan/<uuid:uid>/dokument/", parts.document_new, name="document-new"),
    path("samverkan/<uuid:uid>/checklista/", record.points, name="points"),
    path("samverkan/<uuid:uid>/dela/", record.openness, {"to": Openness.SHARED}, name="share"),
    path("samverkan/<uuid:uid>/publicera/", record.openness, {"to": Openness.PUBLISHED}, name="publish"),
    path("part/<uuid:uid>/andra/", parts.party_edit, name="party-edit"),
    path("part/<uuid:uid>/ta-bort/", parts.party_remove, name="party-remove"),
    path("kontakt/<uuid:uid>/ta-bort/", parts.contact_remove, name="contact-remove"),
    path("dokument/<uuid:uid>/andra/", parts.document_edit, name="document-edit"),
    path("dokument/<uuid:uid>/fil/", parts.document_file, name="document-file"),
    path("dokument/<uuid:uid>/underskrift/", parts.signature_new, name="signature-new"),
    path("dokument/<uuid:uid>/sekretess/", parts.document_secrecy, name="document-secrecy"),
]
