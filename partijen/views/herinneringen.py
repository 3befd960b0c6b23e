from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from berichten.regelkeuzes import choose, keuzes_of, look_ahead
from partijen.herinneringenformulier import HerinneringenForm
from partijen.models import Gemeente
from toegang.formulieren import render_formulier, sent
from toegang.guard import Request, toegang


@toegang(Gemeente)
def herinneringen(request: Request, gemeente: Gemeente) -> HttpResponse:
    """Which reminders a gemeente wants, and what that means for the coming week, before it is kept."""
    form = HerinneringenForm(sent(request), gemeente_id=gemeente.pk)
    geldig = form.is_valid()
    if geldig and "kijk" not in request.POST:
        choose(gemeente.pk, form.keuzes)
        messages.success(request, _("De herinneringen zijn opgeslagen."))
        return redirect("partijen:herinneringen", gemeente.pk)
    keuzes = form.keuzes if geldig else keuzes_of(gemeente.pk)
    return render_formulier(
        request,
        form,
        titel=_("Herinneringen van %(naam)s") % {"naam": gemeente.naam},
        terug=reverse("partijen:instellingen", args=[gemeente.pk]),
        template="partijen/herinneringen.html",
        vooruitblik=look_ahead(gemeente.pk, keuzes, vandaag=timezone.localdate()),
        niet_opgeslagen=geldig,
    )
