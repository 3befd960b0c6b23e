from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from partijen.huisstijl import Stand, stylesheet
from partijen.huisstijlformulier import HuisstijlForm
from partijen.models import Gemeente
from partijen.paginastijl import huisstijl_of, theme_of
from toegang.formulieren import render_formulier, sent
from toegang.guard import Request, toegang

# Colours and a logo say nothing of anyone: a browser may keep them, for a day and under an address that changes.
BEWAAR = {"Cache-Control": "private, max-age=86400"}


@toegang(Gemeente)
def huisstijl(request: Request, gemeente: Gemeente) -> HttpResponse:
    """How a gemeente's screens look: whose colours, and a logo."""
    form = HuisstijlForm(sent(request), request.FILES or None, instance=huisstijl_of(gemeente.pk))
    if form.is_valid():
        form.save()
        messages.success(request, _("De huisstijl is opgeslagen."))
        for regel in form.report():
            messages.info(request, regel)
        return redirect("partijen:huisstijl", gemeente.pk)
    titel = _("Huisstijl van %(naam)s") % {"naam": gemeente.naam}
    terug = reverse("partijen:instellingen", args=[gemeente.pk])
    return render_formulier(request, form, titel=titel, terug=terug, template="partijen/huisstijl.html")


@toegang(Gemeente)
def huisstijl_css(request: Request, gemeente: Gemeente, stand: str) -> HttpResponse:
    """The stylesheet with a gemeente's own values, light or dark."""
    if stand not in Stand.values:
        raise Http404
    css = stylesheet(theme_of(huisstijl_of(gemeente.pk)), Stand(stand))
    return HttpResponse(css, "text/css; charset=utf-8", headers=BEWAAR)


@toegang(Gemeente)
def huisstijl_logo(request: Request, gemeente: Gemeente) -> HttpResponse:
    """A gemeente's logo, as we drew it."""
    found = huisstijl_of(gemeente.pk)
    if not found.heeft_logo:
        raise Http404
    return HttpResponse(bytes(found.logo), "image/png", headers=BEWAAR)
