from django.urls import reverse

from deelnemers.models import Checkin
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, SignaalFactory
from toegang.logregels import VERBORGEN, Handeling
from toegang.models import Logregel


def reads():
    return list(Logregel.objects.filter(handeling=Handeling.INZIEN))


def test_reading_a_check_in_leaves_one_entry_with_who_what_and_why(cast, login):
    deelname = DeelnameFactory(traject__gemeente=cast.waterstad, mentor=cast.mentor)
    checkin = CheckinFactory(deelname=deelname)

    assert login(cast.mentor).get(reverse("deelnemers:checkin_detail", args=[checkin.pk])).status_code == 200

    [entry] = reads()
    assert (entry.actor, entry.object_id, entry.content_type.model) == (cast.mentor, deelname.deelnemer_id, "deelnemer")
    assert (entry.additional_data, entry.grond) == ({"pagina": "deelnemers:checkin_detail"}, ["eigen_mentor"])


def test_reading_a_file_leaves_one_entry_too(cast, login):
    deelname = DeelnameFactory(traject__gemeente=cast.waterstad)

    assert login(cast.lezer).get(reverse("deelnemers:detail", args=[deelname.deelnemer_id])).status_code == 200

    [entry] = reads()
    assert (entry.actor, entry.object_id) == (cast.lezer, deelname.deelnemer_id)
    assert (entry.additional_data, entry.grond) == ({"pagina": "deelnemers:detail"}, ["lezer"])


def test_a_file_that_was_not_shown_leaves_no_entry(cast, login):
    checkin = CheckinFactory(deelname__traject__gemeente=cast.waterstad)
    client = login(cast.vreemde)
    assert client.get(reverse("deelnemers:checkin_detail", args=[checkin.pk])).status_code == 404
    assert client.get(reverse("deelnemers:detail", args=[checkin.deelname.deelnemer_id])).status_code == 404
    assert reads() == []


def test_a_change_is_written_down_with_who_did_it(cast, login):
    signaal = SignaalFactory(checkin__deelname__traject__gemeente=cast.waterstad)
    login(cast.coordinator).post(reverse("deelnemers:signaal_afhandelen", args=[signaal.pk]))

    entry = Logregel.objects.get_for_object(signaal).get(action=Logregel.Action.UPDATE)
    assert entry.actor == cast.coordinator
    assert entry.changes == {veld: [VERBORGEN, VERBORGEN] for veld in ("afgehandeld_door", "afgehandeld_op", "status")}


def test_what_someone_told_is_not_in_the_log(cast):
    checkin = CheckinFactory(wensen="Kanariewens", knelpunten="Kanarieknelpunt")
    checkin.knelpunten = "Kanarieknelpunt twee"
    checkin.werk = 1
    checkin.save()

    entries = Logregel.objects.get_for_model(Checkin)
    assert [entry.action for entry in entries.order_by("pk")] == [Logregel.Action.CREATE, Logregel.Action.UPDATE]
    assert "werk" in entries.latest("pk").changes
    assert "Kanarie" not in "".join(str(entry.changes) for entry in entries)
