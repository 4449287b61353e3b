"""Addresses as programs send them: raw bytes in the request line, over a real socket."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
import waitress
from flask import Flask

from webapp.app import create_app
from webapp.explorer import Explorer
from webapp.serving import Channel


@pytest.fixture(scope="module")
def port(explorer: Explorer) -> Iterator[int]:
    """A port on which the site answers as ``wenmai serve`` does."""
    app: Flask = create_app(explorer)
    with socket.create_server(("127.0.0.1", 0)) as sock:
        server = waitress.create_server(app, sockets=[sock], threads=2)
        server.channel_class = Channel
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
