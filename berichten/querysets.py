"""Which mails may be seen by whom, and which are due, said in the field's words."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models import Case, Count, F, Min, Q, Value, When
from django.utils import timezone

from berichten.enums import CLAIM_DUUR, MAX_POGINGEN, WEIGERING_DUUR, BerichtStatus
from berichten.soorten import nameless_codes
from toegang.woorden import with_words

if TYPE_CHECKING:
    from berichten.models import Bericht
    from toegang.models import User

SENT = (
    "UPDATE berichten_bericht SET status = %s, verzonden_op = %s, mail_id = %s, onderwerp = %s, fout = '', "
    "geclaimd_op = NULL WHERE id = %s"
)
# Whose mail someone may watch over besides their own: a condition on mails, registered by the app that knows parties.
_watched: list[Callable[["User"], Q]] = []


def register_watched(finder: Callable[["User"], Q]) -> None:
    """Register a function that returns the condition on the mails a person may watch over."""
    _watched.append(finder)


class BerichtQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "BerichtQuerySet":
        """Own mail, and that of the people one watches over."""
        mine = Q(ontvanger=user)
        for finder in _watched:
            mine |= finder(user)
        return self.filter(mine)

    def search(self, tekst: str) -> "BerichtQuerySet":
        """With these words in the subject, or in the reader's name or address: no name that is not shown."""
        shown = ("onderwerp", "ontvanger__email")
        named = with_words(tekst, *shown, "ontvanger__naam") & ~Q(soort__in=nameless_codes())
        return self.filter(named | with_words(tekst, *shown))

    def due(self) -> "BerichtQuerySet":
        """Mail that waits and whose moment has come."""
        return self.filter(status=BerichtStatus.WACHT, volgende_poging__lte=timezone.now())

    def stuck(self) -> "BerichtQuerySet":
        """Mail claimed by a worker that is gone."""
        return self.filter(status=BerichtStatus.BEZIG, geclaimd_op__lt=timezone.now() - CLAIM_DUUR)

    def lapsed(self) -> "BerichtQuerySet":
        """Mail that was no longer needed when its turn came, and was never sent."""
        return self.filter(status=BerichtStatus.VERVALLEN)

    def exhausted(self) -> "BerichtQuerySet":
        """Mail that has had its last attempt."""
        return self.filter(pogingen__gte=MAX_POGINGEN)

    def failed_first(self) -> "BerichtQuerySet":
        """Given up on top, then the newest."""
        first = Case(When(status=BerichtStatus.MISLUKT, then=Value(0)), default=Value(1))
        return self.order_by(first, "-aangemaakt_op", "-pk")

    def stand(self) -> dict[str, Any]:
        """Return how the queue stands: how many wait and since when, were given up, and left in the last 24 hours."""
        waits = Q(status__in=(BerichtStatus.WACHT, BerichtStatus.BEZIG))
        today = Q(status=BerichtStatus.VERZONDEN, verzonden_op__gte=timezone.now() - timedelta(days=1))
        return self.aggregate(
            wacht=Count("pk", filter=waits),
            wacht_sinds=Min("aangemaakt_op", filter=waits),
            mislukt=Count("pk", filter=Q(status=BerichtStatus.MISLUKT)),
            verzonden=Count("pk", filter=today),
        )

    def claim(self) -> "list[Bericht]":
        """Take what is due for sending, one attempt further, and return it; nothing where another worker was first.

        Within a transaction. In one order, so that two workers at the same rows never wait for each other.
        """
        rows = list(self.due().select_for_update(of=("self",)).select_related("ontvanger").order_by("pk"))
        nu = timezone.now()
        self.model._default_manager.filter(pk__in=[row.pk for row in rows]).update(
            status=BerichtStatus.BEZIG, pogingen=F("pogingen") + 1, geclaimd_op=nu
        )
        for row in rows:
            row.status, row.pogingen, row.geclaimd_op = BerichtStatus.BEZIG, row.pogingen + 1, nu
        return rows

    def claimed(self, rows: "Collection[Bericht]") -> "BerichtQuerySet":
        """Of these rows those that are still held by the claim that took them."""
        held = {"status": BerichtStatus.BEZIG, "geclaimd_op__in": {row.geclaimd_op for row in rows}}
        return self.filter(pk__in=[row.pk for row in rows], **held)

    def give_back(self) -> int:
        """Let claimed mail wait as before it was claimed: nothing was tried."""
        return self.update(status=BerichtStatus.WACHT, pogingen=F("pogingen") - 1, geclaimd_op=None)

    def mark_sent(self, rows: "Sequence[Bericht]", mail_id: str) -> None:
        """Write that one mail left with these rows, in one statement: sent is sent, whatever became of the claim."""
        if len(rows) == 1:
            self._mark_one_sent(rows[0], mail_id)
            return
        self.filter(pk__in=[row.pk for row in rows]).update(
            status=BerichtStatus.VERZONDEN,
            verzonden_op=timezone.now(),
            mail_id=mail_id,
            fout="",
            geclaimd_op=None,
            onderwerp=Case(*(When(pk=row.pk, then=Value(row.onderwerp)) for row in rows)),
        )

    def _mark_one_sent(self, row: "Bericht", mail_id: str) -> None:
        # The one statement that runs for each mail: for Django to put it together takes longer than to run it.
        moment = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(SENT, [BerichtStatus.VERZONDEN.value, moment, mail_id, row.onderwerp, row.pk])

    def start_over(self, moment: datetime | None = None) -> int:
        """Let mail wait again as if it were new, for that moment or for now."""
        return self.update(
            status=BerichtStatus.WACHT,
            pogingen=0,
            volgende_poging=moment or timezone.now(),
            geclaimd_op=None,
            verzonden_op=None,
            fout="",
        )


class WeigeringQuerySet(models.QuerySet):
    def expired(self) -> "WeigeringQuerySet":
        """Refusals of a week ago: one mail finds out anew."""
        return self.filter(sinds__lte=timezone.now() - WEIGERING_DUUR)
