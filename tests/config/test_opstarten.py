"""What a process takes along when it starts."""

import subprocess
import sys

from django.conf import settings

# A web process: the application and every address, as at its first request.
WEB = """
import sys
import config.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted({"weasyprint", "toegang.matrix"} & set(sys.modules)))
"""


def test_a_web_process_does_not_load_what_only_a_worker_draws_with():
    done = subprocess.run(
        [sys.executable, "-c", WEB], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["toegang.matrix"]
