"""Two pages of nothing beside ours: what a line and a phone need for a page that could hardly be less.

One is a line of text; the other adds Bootstrap's stylesheet, compressed, as ours has it.
"""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scripts.install import ROOT

BOOTSTRAP = ROOT / "node_modules" / "bootstrap" / "dist" / "css" / "bootstrap.min.css"
KOP = '<!doctype html><html lang="nl"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
LINK = '<link rel="stylesheet" href="/bootstrap.css">'
TEKST = "<title>Kaal</title><h1>Mijn werk</h1><p>Drie dingen zijn te laat."
PAGINAS = {"/tekst/": f"{KOP}{TEKST}", "/bootstrap/": f"{KOP}{LINK}{TEKST}"}


@contextmanager
def bare_pages() -> Iterator[int]:
    """Serve them on a free port, and return that."""
    answers = {path: ("text/html", page.encode(), "no-store") for path, page in PAGINAS.items()}
    answers["/bootstrap.css"] = ("text/css", BOOTSTRAP.read_bytes(), "max-age=31536000, immutable")
    packed = {path: (kind, gzip.compress(body), cache) for path, (kind, body, cache) in answers.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, body, cache = packed.get(self.path, ("text/plain", gzip.compress(b"-"), "no-store"))
            self.send_response(200)
            for name, value in (("Content-Type", kind), ("Cache-Control", cache), ("Content-Encoding", "gzip")):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join(10)
