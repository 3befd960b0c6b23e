"""Make a checkout ready: system packages, .venv, front-end packages. Standard library only, safe to repeat.

    python3 -m scripts.install run|dev|test

`run` is what the application needs, `dev` adds the tools for tests and checks, `test` adds the servers and the browser
that a full test run starts by itself. What is ready is skipped, so a second call takes well under a second.
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_BIN = VENV / "bin"
VAR = ROOT / "var"
PYTHON_AT_LEAST = (3, 11)

Probe = Callable[[], bool]


class SetupError(Exception):
    """Set-up cannot go on; the message is the one line that says what to do about it."""


def library(soname: str) -> Probe:
    """Return a probe for a shared library."""

    def probe() -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True

    return probe


def file(path: str) -> Probe:
    """Return a probe for a file."""
    return Path(path).exists


def command(name: str) -> Probe:
    """Return a probe for a command on PATH."""
    return lambda: shutil.which(name) is not None


def python_can_make_venv() -> bool:
    """Tell whether this Python can make a .venv: Debian leaves ensurepip to a package of its own."""
    if VENV_BIN.joinpath("python").exists():
        return True
    try:
        import ensurepip  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


# Debian package -> how to see that what it brings is there. A probe, not dpkg: another system may bring it another way.
FOR_RUN: dict[str, Probe] = {
    "python3-venv": python_can_make_venv,
    "libpango-1.0-0": library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": library("libpangoft2-1.0.so.0"),
    "libharfbuzz0b": library("libharfbuzz.so.0"),
    # WeasyPrint starts without it, and then renders three times slower.
    "libharfbuzz-subset0": library("libharfbuzz-subset.so.0"),
    "libfontconfig1": library("libfontconfig.so.1"),
    "fonts-dejavu-core": file("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    # Tigrinya and Arabic, two of the first languages of the people in the trajectories.
    "fonts-noto-core": file("/usr/share/fonts/truetype/noto/NotoSansEthiopic-Regular.ttf"),
    "tzdata": file("/usr/share/zoneinfo/Europe/Amsterdam"),
}
FOR_TEST: dict[str, Probe] = {
    "postgresql-15": file("/usr/lib/postgresql/15/bin/initdb"),
    "redis-server": command("redis-server"),
    "chromium": command("chromium"),
    "chromium-headless-shell": command("chromium-headless-shell"),
    "faketime": command("faketime"),
    "poppler-utils": command("pdftotext"),
}


def missing_packages(wanted: dict[str, Probe]) -> list[str]:
    """Return the names of the Debian packages whose content is not there."""
    return [name for name, present in wanted.items() if not present()]


def apt_prefix() -> list[str] | None:
    """Return what to put before apt-get to run it as root, or None where that cannot be done."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["env"]
    if shutil.which("sudo") is None:
        return None
    # Without a terminal sudo cannot ask for a password.
    may_sudo = sys.stdin.isatty() or subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "env"] if may_sudo else None


def install_packages(wanted: dict[str, Probe]) -> None:
    """Install the missing system packages by apt where that may be done, else say in one line which to install."""
    missing = missing_packages(wanted)
    if not missing:
        return
    by_hand = f"Install these packages and try again: apt-get install {' '.join(missing)}"
    prefix = apt_prefix()
    if prefix is None:
        raise SetupError(by_hand)
    say(f"installing system packages: {' '.join(missing)}")
    apt = [*prefix, "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    execute([*apt, "update"], by_hand)
    execute([*apt, "install", "-y", "--no-install-recommends", *missing], by_hand)
    if still := missing_packages(wanted):
        raise SetupError(f"Installed, but still not found: {' '.join(still)}")


def execute(args: list[str], advice: str) -> None:
    """Run a command with its output kept back, and show the end of that output only when it fails."""
    done = subprocess.run(args, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        print("\n".join(done.stdout.splitlines()[-25:]), file=sys.stderr)
        raise SetupError(f"{args[0]} failed ({' '.join(args[:6])} ...). {advice}")


def make_venv() -> None:
    """Make .venv with this Python."""
    if not VENV_BIN.joinpath("python").exists():
        say("making .venv")
        execute([sys.executable, "-m", "venv", str(VENV)], "Remove .venv and try again.")


def install_python(lock: str) -> None:
    """Install what one lock file pins, hashes checked, unless that was done before."""
    with stamp(VENV / f".installed-{lock}", [ROOT / lock]) as needed:
        if needed:
            say(f"installing Python packages of {lock}")
            pip = [str(VENV_BIN / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
            execute([*pip, "--quiet", "--require-hashes", "--requirement", lock], "Is the package index within reach?")


def install_front_end() -> None:
    """Install what package-lock.json pins, with the npm that .venv brings: Node is not expected on the machine."""
    with stamp(ROOT / "node_modules" / ".installed", [ROOT / "package-lock.json", ROOT / ".npmrc"]) as needed:
        if needed:
            say("installing front-end packages of package-lock.json")
            execute([str(VENV_BIN / "npm"), "ci"], "Is the package registry within reach?")


@contextmanager
def stamp(path: Path, sources: list[Path]) -> Iterator[bool]:
    """Yield whether work keyed on these files and this checkout's place is to be done; mark it done after."""
    key = hashlib.sha256(str(ROOT).encode())
    for source in sources:
        key.update(source.read_bytes())
    done = path.exists() and path.read_text() == key.hexdigest()
    yield not done
    if not done:
        path.write_text(key.hexdigest())


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second set-up in the same checkout wait for the first."""
    VAR.mkdir(exist_ok=True)
    with VAR.joinpath("install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(text: str) -> None:
    """Tell what takes time."""
    print(f"set-up: {text}", flush=True)


def install(level: str) -> None:
    """Do the set-up of one level: run, dev or test."""
    if sys.version_info < PYTHON_AT_LEAST:
        raise SetupError("Python 3.11 or newer is needed: make PYTHON=python3.11 ...")
    with one_at_a_time():
        install_packages(FOR_RUN | (FOR_TEST if level == "test" else {}))
        make_venv()
        install_python("requirements.txt")
        if level != "run":
            install_python("requirements-dev.txt")
        install_front_end()


def main() -> int:
    """Run from the command line."""
    if sys.argv[1:] not in (["run"], ["dev"], ["test"]):
        print("usage: python3 -m scripts.install run|dev|test", file=sys.stderr)
        return 2
    try:
        install(sys.argv[1])
    except SetupError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
