"""A local server that misbehaves: what the network does to downloads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answer = Callable[["Handler", bytes], None]
TAG = '"one"'


class Handler(BaseHTTPRequestHandler):
    """Answers each request with the next of ``answers``; the last one stays."""

    protocol_version = "HTTP/1.1"
    files: dict[str, bytes]
    answers: list[Answer]
    seen: list[dict[str, str]]

    def do_GET(self) -> None:
        self.seen.append(dict(self.headers))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.close_connection = True
        answer(self, self.files.get(Path(self.path).name, b""))

    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""

    def head(self, status: int, length: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(length))
        self.end_headers()


def whole(to: Handler, body: bytes) -> None:
    """The file, or the rest of it."""
    asked, same = to.headers.get("Range"), to.headers.get("If-Range") == TAG
    start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and same else 0
    if start:
        part = f"bytes {start}-{len(body) - 1}/{len(body)}"
        to.head(206, len(body) - start, ETag=TAG, Content_Range=part)
    else:
        to.head(200, len(body), ETag=TAG, Content_Type="application/zip")
    to.wfile.write(body[start:])


def breaks_off(to: Handler, body: bytes) -> None:
    """The headers of all, a third of the bytes."""
    to.head(200, len(body), ETag=TAG)
    to.wfile.write(body[: len(body) // 3])


def claims_too_little(to: Handler, body: bytes) -> None:
    """A length that is half of the truth: the client reads half."""
    to.head(200, len(body) // 2, ETag=TAG)
    to.wfile.write(body)


def claims_too_much(to: Handler, body: bytes) -> None:
    """A length that never comes."""
    to.head(200, len(body) + 1000, ETag=TAG)
    to.wfile.write(body)


def wrong_bytes(to: Handler, body: bytes) -> None:
    """A zip's beginning, then something else."""
    to.head(200, len(body), ETag=TAG)
    to.wfile.write(body[:30] + bytes(len(body) - 30))


def flipped_bits(to: Handler, body: bytes) -> None:
    """A zip that opens, with damage inside."""
    at = body.index(b"nutrient_id")
    spoilt = body[:at] + bytes(255 - b for b in body[at : at + 64]) + body[at + 64 :]
    to.head(200, len(spoilt), ETag=TAG)
    to.wfile.write(spoilt)


def page(to: Handler, body: bytes) -> None:
    """Log in first."""
    text = b"<html>Welcome to the hotel. Please log in.</html>"
    to.head(200, len(text), Content_Type="text/html")
    to.wfile.write(text)


def page_as_zip(to: Handler, body: bytes) -> None:
    """The same, called a zip."""
    text = b"<html>Welcome to the hotel. Please log in.</html>"
    to.head(200, len(text), Content_Type="application/zip")
    to.wfile.write(text)


def page_as_part(to: Handler, body: bytes) -> None:
    """The same, without a word on what it is."""
    text = b"Welcome to the hotel. Please log in."
    to.head(200, len(text))
    to.wfile.write(text)


def without_length(part: float = 1, tag: str = TAG) -> Answer:
    """The file or the rest of it, up to a part of it, by a server that does not say how much."""

    def answer(to: Handler, body: bytes) -> None:
        start = int(to.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        to.send_response(206 if start else 200)
        if tag:
            to.send_header("ETag", tag)
        if start:
            to.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        to.send_header("Connection", "close")
        to.end_headers()
        to.wfile.write(body[start : round(part * len(body))])

    return answer


def status(code: int) -> Answer:
    """An answer with a status and no file."""

    def answer(to: Handler, body: bytes) -> None:
        to.head(code, 0)

    return answer


def other_file(to: Handler, body: bytes) -> None:
    """The whole file under another tag, whatever part was asked for."""
    to.head(200, len(body), ETag='"two"')
    to.wfile.write(body)


@contextmanager
def serving(
    files: dict[str, bytes], *answers: Answer
) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Address of a server with these files, and the headers of the requests it has had."""
    seen: list[dict[str, str]] = []
    facts = {"files": files, "answers": list(answers) or [whole], "seen": seen}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), facts))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
