"""Addresses as programs send them: raw bytes in the request line, over a real socket."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping

import pytest
import waitress
from flask import Flask

from webapp.app import create_app
from webapp.explorer import Explorer
from webapp.serving import channel_class


def room(path: str, headers: Mapping[str, str], peer: str) -> int | None:
    """Let the machine itself send more to one address."""
    known = headers.get("X_KNOWN") == "yes" and peer == "127.0.0.1"
    return 300_000 if path == "/sparql" and known else None


@pytest.fixture(scope="module")
def port(explorer: Explorer) -> Iterator[int]:
    """A port on which the site answers as ``wenmai serve`` does."""
    app: Flask = create_app(explorer)
    with socket.create_server(("127.0.0.1", 0)) as sock:
        server = waitress.create_server(
            app, sockets=[sock], threads=2, max_request_body_size=100_000
        )
        server.channel_class = channel_class(room)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield sock.getsockname()[1]
        server.close()
        thread.join(5)


def ask(port: int, target: bytes) -> str:
    """Send a request for ``target`` as it stands and return the whole answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(
            b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts).decode("utf-8")


def test_raw_utf8_is_read_as_if_it_were_quoted(port: int) -> None:
    raw = ask(port, "/zh/search?q=价值".encode())
    assert raw.startswith("HTTP/1.1 200 ")
    assert 'value="价值"' in raw
    assert ask(port, "/zh/concept/没有".encode()).startswith("HTTP/1.1 404 ")


def test_bytes_that_are_no_text_are_refused_with_a_page(port: int) -> None:
    for target in (b"/zh/search?q=\xbc\xdb\xd6\xb5", b"/zh/search?q=%bc%db"):
        answer = ask(port, target)
        assert answer.startswith("HTTP/1.1 400 ")
        assert '<html lang="zh">' in answer
        assert "UTF-8" in answer


def post(port: int, size: int, *, more: bytes = b"", said: int | None = None) -> str:
    """Send a body of some size, all of it before the answer is read."""
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nAccept-Language: zh\r\n"
    length = size if said is None else said
    head += b"Content-Type: application/sparql-query\r\n%bContent-Length: %d\r\n\r\n" % (
        more,
        length,
    )
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head)
        for _ in range(0, size, 50_000):
            connection.sendall(b"#" * min(50_000, size))
        connection.shutdown(socket.SHUT_WR)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts).decode("utf-8")


def test_a_body_that_is_too_large_is_told_so_when_it_has_been_sent(port: int) -> None:
    answer = post(port, 2_000_000)
    assert answer.startswith("HTTP/1.1 413 ")
    assert answer.count("HTTP/1.1") == 1
    assert "application/problem+json" in answer
    assert "最多 100000 字节" in answer


def test_a_body_that_is_far_too_large_is_not_waited_for(port: int) -> None:
    assert post(port, 0, said=5_000_000_000).startswith("HTTP/1.1 413 ")
    asks_first = post(port, 0, said=2_000_000, more=b"Expect: 100-continue\r\n")
    assert asks_first.startswith("HTTP/1.1 413 ")
    assert "100 Continue" not in asks_first


def test_more_may_be_sent_where_there_is_room(port: int) -> None:
    assert not post(port, 200_000, more=b"X-Known: yes\r\n").startswith("HTTP/1.1 413 ")
    assert "最多 300000 字节" in post(port, 400_000, more=b"X-Known: yes\r\n")
    assert "最多 100000 字节" in post(port, 200_000)
