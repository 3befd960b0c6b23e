"""Files that are not what their name says: refused by their content, in words, and without eating the machine."""

import resource

import pytest

from bench.aanvallen.bestanden import disguises
from deelnemers import importeren
from deelnemers.fouten import DeelnemerFout
from tests.factories.partijen import GemeenteFactory

FILES = disguises()


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_list_is_refused_in_words(db, name):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(DeelnemerFout) as refused:
        importeren.check(gemeente=GemeenteFactory(), bestandsnaam=name, inhoud=FILES[name])
    assert len(refused.value.messages[0]) > 20
    # kB: the bomb alone would unpack to 300 MB, the entities to 100 million pieces.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
