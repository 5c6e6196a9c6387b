"""A real server on this machine that speaks ``/v1/embeddings``, and errs when told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

from duijie.language.parallel import SUBJECTS

SLOW_S = 0.6

Rows = list[list[float]]
Answer = tuple[int, dict[str, str], bytes]
"""Status, headers, body."""

_HINTS = (
    ("氟", "fluor"), ("加氢", "hydrogenat"), ("电解液", "electrolyte"), ("精馏", "distillation"),
    ("环氧", "epoxy"), ("手性", "chiral"), ("晶", "crystal"), ("有机物", "organic exhaust"),
    ("酸", "acid"), ("二氧化碳", "carbon dioxide"), ("涂", "coating"), ("反应", "reaction"),
)  # fmt: skip
"""Words by which the server's model knows the subjects, in whatever language."""


def embed(text: str) -> list[float]:
    """Encode a text by its subjects, all vectors leaning the same way as those of E5 do."""
    vector = [
        float(any(hint in text.lower() for hint in hints) or text in vars(subject).values())
        for hints, subject in zip(_HINTS, SUBJECTS, strict=True)
    ]
    tint = np.random.default_rng(len(text)).normal(0, 0.1, len(vector))
    return [*(np.array(vector) + tint).tolist(), 3.0]


def vectors_answer(rows: Rows, **headers: str) -> Answer:
    """Return the answer of a sound server."""
    data = [
        {"object": "embedding", "index": place, "embedding": row} for place, row in enumerate(rows)
    ]
    return 200, headers, json.dumps({"object": "list", "data": data}).encode()


def error_answer(status: int, message: str = "", **headers: str) -> Answer:
    """Return an error in the usual form; ``Retry_After`` is written with an underscore."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, named, json.dumps({"error": {"message": message}}).encode()


@dataclass
class EmbeddingsServer:
    """What the server was asked, and what it does next before it is sound again."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    plan: list[Callable[[list[str]], Answer]] = field(default_factory=list)
    usual: Callable[[list[str]], Answer] = lambda texts: vectors_answer([*map(embed, texts)])

    @property
    def texts(self) -> list[str]:
        """Every text that was ever sent."""
        return [text for body in self.asked for text in body["input"]]

    def answer(self, headers: dict[str, str], body: dict[str, Any]) -> Answer:
        """Note a request and answer it."""
        self.asked.append(body)
        self.keys.append(headers.get("Authorization", ""))
        act = self.plan.pop(0) if self.plan else self.usual
        return act(body["input"])


@contextmanager
def serve_embeddings() -> Iterator[EmbeddingsServer]:
    """Run a server on a free port of this machine."""
    server = EmbeddingsServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, headers, content = server.answer(dict(self.headers), body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
            """Keep the tests quiet."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that waited no longer has hung up."""

    http = Quiet(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_port}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
