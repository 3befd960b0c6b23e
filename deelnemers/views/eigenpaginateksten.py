"""The texts of the participant's own page, as a gemeente looks after them: who read what, and its own words."""

from collections.abc import Container

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from deelnemers.eigenpagina.bewerken import how_far
from deelnemers.eigenpagina.talen import TALEN, VERTAALD
from deelnemers.eigenpagina.teksten import TEKSTEN
from deelnemers.forms.eigenpaginateksten import GelezenForm, TekstForm
from partijen.models import Gemeente
from toegang.formulieren import render_formulier, sent
from toegang.guard import Request, toegang


@toegang(Gemeente)
def talen(request: Request, gemeente: Gemeente) -> HttpResponse:
    """The languages of the page, and how much of each was approved for this gemeente."""
    context = {"gemeente": gemeente, "talen": list(how_far(gemeente))}
    return render(request, "eigenpagina/teksten_talen.html", context)


@toegang(Gemeente)
def taal(request: Request, gemeente: Gemeente, taal: str) -> HttpResponse:
    """Every text of one language beside the Dutch, to be approved by whoever reads it."""
    form = GelezenForm(sent(request), gemeente=gemeente, taal=_known(taal, VERTAALD), door=request.user)
    if form.is_valid() and form.store():
        messages.success(request, _("Vastgelegd: deze teksten zijn gelezen en goed."))
        return redirect("deelnemers:paginateksten_taal", gemeente.pk, taal)
    titel = _("Eigen pagina: %(taal)s") % {"taal": TALEN[taal].benaming}
    terug = reverse("deelnemers:paginateksten", args=[gemeente.pk])
    return render_formulier(
        request,
        form,
        titel=titel,
        terug=terug,
        knop=_("Goedkeuren"),
        template="eigenpagina/teksten_taal.html",
        gemeente=gemeente,
        vertaald=TALEN[taal],
    )


@toegang(Gemeente)
def tekst(request: Request, gemeente: Gemeente, taal: str, code: str) -> HttpResponse:
    """A gemeente's own words for one text."""
    form = TekstForm(
        sent(request), gemeente=gemeente, taal=_known(taal, VERTAALD), code=_known(code, TEKSTEN), door=request.user
    )
    if form.is_valid() and form.store():
        messages.success(request, _("De tekst is opgeslagen."))
        return redirect("deelnemers:paginateksten_taal", gemeente.pk, taal)
    titel = _("Tekst in het %(taal)s") % {"taal": TALEN[taal].benaming}
    terug = reverse("deelnemers:paginateksten_taal", args=[gemeente.pk, taal])
    return render_formulier(
        request, form, titel=titel, terug=terug, template="eigenpagina/teksten_tekst.html", vertaald=TALEN[taal]
    )


def _known(name: str, names: Container[str]) -> str:
    if name not in names:
        raise Http404
    return name
