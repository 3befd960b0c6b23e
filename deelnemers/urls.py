from django.urls import path, register_converter

from deelnemers.views import (
    checkins,
    deelnames,
    deelnemers,
    eigenpagina,
    eigenpaginateksten,
    importeren,
    paginalink,
    rechten,
    rechtzetten,
    verloop,
)
from toegang.adressen import Verborgen

register_converter(Verborgen, "verborgen")

app_name = "deelnemers"
urlpatterns = [
    path("deelnemers/", deelnemers.lijst, name="lijst"),
    path("deelnemers/nieuw/", deelnemers.nieuw, name="nieuw"),
    path("deelnemers/importeren/", importeren.importeren, name="import"),
    path("deelnemers/importeren/voorbeeld.xlsx", importeren.voorbeeld, name="import_voorbeeld"),
    path("deelnemers/importeren/<int:pk>/", importeren.bevestig, name="import_bevestig"),
    path("deelnemers/<int:pk>/", deelnemers.detail, name="detail"),
    path("deelnemers/<int:pk>/wijzig/", deelnemers.wijzig, name="wijzig"),
    path("deelnemers/<int:pk>/logboek/", deelnemers.logboek, name="logboek"),
    path("deelnames/<int:pk>/wijzig/", deelnames.deelname_wijzig, name="deelname_wijzig"),
    path("deelnames/<int:pk>/plaatsing/", deelnames.plaatsing_nieuw, name="plaatsing_nieuw"),
    path("deelnames/<int:pk>/datums/", rechtzetten.deelname_datums, name="deelname_datums"),
    path("plaatsingen/<int:pk>/wijzig/", deelnames.plaatsing_wijzig, name="plaatsing_wijzig"),
    path("plaatsingen/<int:pk>/verwijder/", rechtzetten.plaatsing_weg, name="plaatsing_weg"),
    path("voortgang/<int:pk>/wijzig/", deelnames.voortgang_wijzig, name="voortgang_wijzig"),
    path("trajecten/<int:pk>/deelnemers/", deelnames.van_traject, name="van_traject"),
    path("trajecten/<int:pk>/deelnemers/verloop/", verloop.verloop, name="verloop"),
    path("trajecten/<int:pk>/deelnemers/nieuw/", deelnames.deelname_nieuw, name="deelname_nieuw"),
    path("checkins/", checkins.checkins, name="checkins"),
    # A phone keeps this address when the line drops.
    path("checkins/nieuw/<verborgen:pk>/", checkins.checkin_nieuw, name="checkin_nieuw"),
    path("checkins/nieuw/<int:pk>/", checkins.checkin_oud, name="checkin_oud"),
    path("checkins/<int:pk>/wijzig/", rechten.checkin_wijzig, name="checkin_wijzig"),
    path("checkins/<int:pk>/verwijder/", rechtzetten.checkin_weg, name="checkin_weg"),
    path("deelnemers/<int:pk>/inzage/", rechten.inzage, name="inzage"),
    path("deelnemers/<int:pk>/wissen/", rechten.wissen, name="wissen"),
    path("deelnemers/<int:pk>/langer-bewaren/", rechten.langer_bewaren, name="langer_bewaren"),
    path("deelnemers/bewaartermijn/", rechten.bewaartermijn, name="bewaartermijn"),
    path("inzage/<int:pk>/", rechten.inzageverzoek, name="inzageverzoek"),
    path("inzage/<int:pk>/opnieuw/", rechten.inzage_opnieuw, name="inzage_opnieuw"),
    path("inzage/<int:pk>/gegevens.<str:soort>", rechten.inzage_bestand, name="inzage_bestand"),
    path("checkins/<int:pk>/", checkins.checkin_detail, name="checkin_detail"),
    path("deelnames/<int:pk>/eigen-pagina/", paginalink.eigen_pagina, name="eigen_pagina"),
    path("deelnames/<int:pk>/eigen-pagina/intrekken/", paginalink.paginalink_intrek, name="paginalink_intrek"),
    path("checkins/<int:pk>/afspraak-delen/", paginalink.afspraak_delen, name="afspraak_delen"),
    path("wensen/<int:pk>/besproken/", paginalink.wens_besproken, name="wens_besproken"),
    path("partijen/<int:pk>/eigen-pagina/", eigenpaginateksten.talen, name="paginateksten"),
    path("partijen/<int:pk>/eigen-pagina/<slug:taal>/", eigenpaginateksten.taal, name="paginateksten_taal"),
    path("partijen/<int:pk>/eigen-pagina/<slug:taal>/<slug:code>/", eigenpaginateksten.tekst, name="paginatekst"),
    path("mijn/<str:token>/", eigenpagina.mijn, name="mijn"),
    path("mijn/<str:token>/wens/", eigenpagina.mijn_wens, name="mijn_wens"),
    path("mijn/<str:token>/wens/intrekken/", eigenpagina.mijn_wens_weg, name="mijn_wens_weg"),
    path("signalen/<int:pk>/afhandelen/", checkins.signaal_afhandelen, name="signaal_afhandelen"),
]
