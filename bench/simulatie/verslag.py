"""The report of a run of `make simulate`."""

import json

from bench.simulatie.jaar import Verloop


def report(verloop: Verloop) -> str:
    """Return it as Markdown."""
    return "TODO"


def as_json(verloop: Verloop) -> str:
    """Return the figures in one line."""
    uitslag, opzet = verloop.uitslag, verloop.opzet
    return json.dumps(
        {
            "trajecten": opzet.trajecten,
            "deelnemers": verloop.dingen["deelname"],
            "dagen": opzet.dagen,
            "kills": verloop.kills,
            "in_de_lucht": verloop.in_de_lucht,
            "mails": verloop.mails,
            "daden": verloop.daden,
            "geweigerd": verloop.geweigerd,
            **uitslag.totaal,
            "dubbele_mails": uitslag.dubbele_mails,
            "fout": {name: those[:10] for name, those in uitslag.fout.items()},
            "seconden": round(verloop.seconden),
            "seconden_per_dag": round((verloop.seconden - verloop.opbouw) / opzet.dagen, 1),
        }
    )
