"""The gate on known vulnerabilities reads what the tools say; what they said here was recorded under audit/."""

import json
from pathlib import Path

import pytest
from packaging.version import Version
from pip_audit._format.json import JsonFormat
from pip_audit._service.interface import ResolvedDependency, SkippedDependency, VulnerabilityResult

from scripts.audit import CLOSED, Outcome, read_npm_audit, read_pip_audit, verdict

RECORDED = Path(__file__).parent / "audit"
NPM_CLEAN = {"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {"dependencies": {"prod": 3, "total": 13}}}
NPM_FOUND = NPM_CLEAN | {"vulnerabilities": {"lek": {"name": "lek", "severity": "high", "range": "<1.2.0"}}}


def pip_audit_says(*found):
    """Return what pip-audit's own formatter makes of these dependencies."""
    return JsonFormat(output_desc=True, output_aliases=True).format(dict(found), [])


def vulnerable():
    result = VulnerabilityResult(
        id="PYSEC-2026-1", description="Leaks.", fix_versions=[Version("2.0")], aliases=set(), published=None
    )
    return ResolvedDependency("lek", Version("1.0")), [result]


SOUND = (ResolvedDependency("goed", Version("1.0")), [])
SKIPPED = (SkippedDependency("anders", "could not be audited"), [])


def test_pip_audit_clean():
    assert read_pip_audit(pip_audit_says(SOUND)) == Outcome(audited=1)


def test_pip_audit_vulnerable_and_skipped():
    outcome = read_pip_audit(pip_audit_says(SOUND, vulnerable(), SKIPPED))
    assert outcome == Outcome(2, ["lek 1.0: PYSEC-2026-1"], ["could not be audited"])


def test_pip_audit_without_a_network_audited_nothing():
    outcome = read_pip_audit((RECORDED / "pip-closed.json").read_text())
    assert (outcome.audited, outcome.vulnerable, len(outcome.not_audited)) == (0, [], 3)


@pytest.mark.parametrize("output", ["", "Traceback (most recent call last):\n  boom", "[]", "{}", "null"])
@pytest.mark.parametrize("read", [read_pip_audit, read_npm_audit])
def test_a_tool_that_broke_down_audited_nothing(read, output):
    outcome = read(output)
    assert (outcome.audited, outcome.vulnerable, len(outcome.not_audited)) == (0, [], 1)


def test_npm_audit_clean_and_vulnerable():
    assert read_npm_audit(json.dumps(NPM_CLEAN)) == Outcome(audited=13)
    assert read_npm_audit(json.dumps(NPM_FOUND)) == Outcome(13, ["lek: high, <1.2.0"])


def test_npm_audit_without_a_network_audited_nothing():
    outcome = read_npm_audit((RECORDED / "npm-closed.json").read_text())
    assert (outcome.audited, outcome.vulnerable, len(outcome.not_audited)) == (0, [], 1)
    assert "405" in outcome.not_audited[0]


@pytest.mark.parametrize(
    ("outcome", "network", "code"),
    [
        (Outcome(audited=3), "", 0),
        (Outcome(audited=3), CLOSED, 0),
        (Outcome(3, ["lek"]), "", 1),
        (Outcome(3, ["lek"]), CLOSED, 1),
        (Outcome(0, [], ["geen antwoord"]), "", 1),
        (Outcome(0, [], ["geen antwoord"]), "open", 1),
        (Outcome(0, [], ["geen antwoord"]), CLOSED, 0),
        (Outcome(2, [], ["geen antwoord"]), "", 1),
        (Outcome(1, ["lek"], ["geen antwoord"]), CLOSED, 1),
    ],
)
def test_the_verdict(outcome, network, code):
    got, lines = verdict({"lock": outcome}, network=network)
    assert got == code
    assert [line.startswith("VULNERABLE") for line in lines].count(True) == len(outcome.vulnerable)
    assert any(line.startswith("NOT AUDITED") for line in lines) == bool(outcome.not_audited)
