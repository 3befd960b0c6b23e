"""The settings: what the code reads from the environment stands in the README, and nothing else does."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""(?:\benv\.\w+\(|os\.environ\.get\(|os\.environ\[)["']([A-Z_]+)["']""")
# The machine's own, not Leerwerk's.
OF_THE_MACHINE = {"PATH"}


def read_by_the_code():
    sources = [path for folder in ("config", "scripts") for path in (ROOT / folder).rglob("*.py")]
    return {name for path in sources for name in READ.findall(path.read_text())} - OF_THE_MACHINE


def test_the_readme_lists_every_setting_that_the_code_reads_and_no_other():
    listed = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(read_by_the_code())


def test_the_settings_are_read_in_ways_that_this_looks_for():
    # Whoever reads the environment by another spelling would go unseen.
    for path in (ROOT / "config").rglob("*.py"):
        others = re.sub(READ, "", path.read_text())
        assert re.findall(r"\bgetenv\b|\benviron\.get\b|\benviron\[|\benv\.(?!db_url_config)\w+\(", others) == [], path
