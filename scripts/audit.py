"""`make audit`: has a package we pin a known vulnerability? Reads what pip-audit and npm audit say, not how they end.

Without a way to its advisory service pip-audit calls every package "could not be audited" and ends well. An audit of
nothing therefore fails, unless AUDIT_NETWORK=closed says that the network here has no such service: then it says what
was not audited. A vulnerability that was found fails always.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from scripts.install import ROOT, VENV_BIN

CLOSED = "closed"
TIME_LIMIT = 300
LOCKS = ("requirements.txt", "requirements-dev.txt")


@dataclass(frozen=True)
class Outcome:
    """What one tool found."""

    audited: int = 0
    vulnerable: list[str] = field(default_factory=list)
    not_audited: list[str] = field(default_factory=list)


def read_pip_audit(output: str) -> Outcome:
    """Return what pip-audit's JSON says; what is no such JSON audited nothing."""
    found = _json(output)
    packages = found.get("dependencies", [])
    if not packages:
        return Outcome(not_audited=[_tail(output) or "pip-audit named no package"])
    return Outcome(
        audited=sum("vulns" in package for package in packages),
        vulnerable=[
            f"{package['name']} {package['version']}: {vuln['id']}"
            for package in packages
            for vuln in package.get("vulns", [])
        ],
        not_audited=[package["skip_reason"] for package in packages if "vulns" not in package],
    )


def read_npm_audit(output: str) -> Outcome:
    """Return what npm audit's JSON says; an answer without a count of packages audited nothing."""
    found = _json(output)
    total = found.get("metadata", {}).get("dependencies", {}).get("total", 0)
    if not total or "vulnerabilities" not in found:
        return Outcome(not_audited=[found.get("message") or _tail(output) or "npm audit counted no package"])
    return Outcome(
        audited=total,
        vulnerable=[f"{name}: {what['severity']}, {what['range']}" for name, what in found["vulnerabilities"].items()],
    )


def verdict(outcomes: dict[str, Outcome], *, network: str) -> tuple[int, list[str]]:
    """Return the exit code and the lines to print: 1 for any vulnerability, and for anything left out of the audit."""
    code, lines = 0, []
    for source, outcome in outcomes.items():
        lines += [f"VULNERABLE: {source}: {what}" for what in outcome.vulnerable]
        if outcome.vulnerable:
            code = 1
        if outcome.not_audited:
            count = len(outcome.not_audited)
            lines.append(f"NOT AUDITED: {source}: {count} without an answer, the first: {outcome.not_audited[0]}")
            code = code if network == CLOSED else 1
        lines.append(f"{source}: {outcome.audited} audited, {len(outcome.vulnerable)} vulnerabilities")
    if network != CLOSED and any(outcome.not_audited for outcome in outcomes.values()):
        lines.append("Where no advisory service is within reach, AUDIT_NETWORK=closed says so.")
    return code, lines


def main() -> int:
    """Run from the command line."""
    outcomes = {lock: read_pip_audit(_run(*_pip_audit(lock))) for lock in LOCKS}
    outcomes["package-lock.json"] = read_npm_audit(_run("npm", "audit", "--json"))
    code, lines = verdict(outcomes, network=os.environ.get("AUDIT_NETWORK", ""))
    print("\n".join(lines))
    return code


def _pip_audit(lock: str) -> list[str]:
    quiet = ["--progress-spinner", "off", "--format", "json"]
    # --disable-pip: the lock file is complete and hashed, so nothing need be installed to know what is in it.
    return ["pip-audit", "--require-hashes", "--disable-pip", *quiet, "--requirement", lock]


def _run(*command: str) -> str:
    path = f"{VENV_BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        done = subprocess.run(
            [str(VENV_BIN / command[0]), *command[1:]],
            cwd=ROOT,
            env=os.environ | {"PATH": path},
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT,
        )
    except subprocess.TimeoutExpired:
        return f"{command[0]} took more than {TIME_LIMIT} s"
    return done.stdout or done.stderr


def _json(output: str) -> dict[str, Any]:
    try:
        found = json.loads(output)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _tail(output: str) -> str:
    return " ".join(output.split())[-300:]


if __name__ == "__main__":
    sys.exit(main())
