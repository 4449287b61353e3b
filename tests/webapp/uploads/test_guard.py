"""Who may hand papers in."""

from __future__ import annotations

import pytest

from webapp.uploads.allowance import Allowance
from webapp.uploads.guard import VISIT, Guard, is_from_here, nonce

TOKEN = "correct horse battery"
HERE = {"HOST": "localhost:8000"}


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_the_machine_itself_may(host: str, peer: str) -> None:
    assert Guard(Allowance()).refusal({"HOST": host}, peer) == ""


@pytest.mark.parametrize(
    ("headers", "peer"),
    [
        (HERE, "192.168.0.7"),
        (HERE, "10.0.0.1"),
        (HERE, ""),
        (HERE, "somewhere"),
        ({"HOST": "evil.example"}, "127.0.0.1"),  # a name that was made to stand for 127.0.0.1
        ({"HOST": "localhost.evil.example"}, "127.0.0.1"),
        ({"HOST": ""}, "127.0.0.1"),
        ({"HOST": "[::1"}, "127.0.0.1"),
        ({}, "127.0.0.1"),
        (HERE | {"X_FORWARDED_FOR": "8.8.8.8"}, "127.0.0.1"),  # a proxy on this machine
        (HERE | {"FORWARDED": "for=8.8.8.8"}, "127.0.0.1"),
    ],
)
def test_nobody_else_may(headers: dict[str, str], peer: str) -> None:
    assert Guard(Allowance()).refusal(headers, peer) == "local"


def test_with_a_token_only_who_has_it_may() -> None:
    guard = Guard(Allowance(token=TOKEN))
    assert guard.refusal(HERE, "127.0.0.1") == "token"
    assert guard.refusal({"AUTHORIZATION": f"Bearer {TOKEN}"}, "8.8.8.8") == ""
    assert guard.refusal({"AUTHORIZATION": f"bearer  {TOKEN}"}, "8.8.8.8") == ""
    for wrong in ("", "Bearer", "Bearer ", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", "Bearer é"):
        assert guard.refusal({"AUTHORIZATION": wrong}, "8.8.8.8") == "token"
    visit = guard.visit()
    assert guard.refusal({"COOKIE": f"a=b; {VISIT}={visit}"}, "8.8.8.8") == ""
    assert guard.refusal({"COOKIE": f"{VISIT}={visit}x"}, "8.8.8.8") == "token"
    assert guard.refusal({"COOKIE": f"{VISIT}={guard.form('visit')}"}, "8.8.8.8") == "token"
    other = Guard(Allowance(token=TOKEN))  # a server that was started again
    assert other.refusal({"COOKIE": f"{VISIT}={visit}"}, "8.8.8.8") == "token"


def test_without_a_token_none_fits() -> None:
    guard = Guard(Allowance())
    assert not guard.fits("")
    assert not guard.is_program({"AUTHORIZATION": "Bearer "})


def test_a_form_is_good_for_the_browser_that_it_was_given_to() -> None:
    guard = Guard(Allowance())
    mine, other = nonce(""), nonce("")
    form = guard.form(mine)
    assert guard.is_ours(mine, form)
    assert not guard.is_ours(other, form)
    assert not guard.is_ours("", guard.form(""))
    assert not guard.is_ours(mine, form[:-1])
    assert not guard.is_ours(mine, "")
    assert not Guard(Allowance()).is_ours(mine, form)
    assert nonce(mine) == mine
    assert nonce("<x>" * 10) != "<x>" * 10


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True),  # a program
        ({"ORIGIN": "http://localhost:8000"}, True),
        ({"ORIGIN": "https://LOCALHOST:8000", "SEC_FETCH_SITE": "same-origin"}, True),
        ({"ORIGIN": "http://localhost:9000"}, False),
        ({"ORIGIN": "http://evil.example"}, False),
        ({"ORIGIN": "null"}, False),
        ({"ORIGIN": ""}, False),
        ({"SEC_FETCH_SITE": "cross-site"}, False),
        ({"SEC_FETCH_SITE": "same-site"}, False),
        ({"SEC_FETCH_SITE": "none"}, False),
        ({"SEC_FETCH_SITE": "cross-site", "ORIGIN": "http://localhost:8000"}, False),
    ],
)
def test_where_a_request_comes_from(headers: dict[str, str], ours: bool) -> None:
    assert is_from_here(HERE | headers) is ours


def test_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WENMAI_UPLOADS", "WENMAI_UPLOAD_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert Allowance.from_environment() is None
    assert Allowance.from_environment(on=True) == Allowance()
    monkeypatch.setenv("WENMAI_UPLOADS", "1")
    monkeypatch.setenv("WENMAI_UPLOAD_MB", "7")
    monkeypatch.setenv("WENMAI_UPLOAD_FILES", "3")
    monkeypatch.setenv("WENMAI_UPLOAD_TOKEN", TOKEN)
    found = Allowance.from_environment()
    assert found == Allowance(megabytes=7, files=3, token=TOKEN)
    assert TOKEN not in repr(found)
    for name, wrong in (
        ("WENMAI_UPLOADS", "perhaps"),
        ("WENMAI_UPLOAD_MB", "0"),
        ("WENMAI_UPLOAD_FILES", "many"),
        ("WENMAI_UPLOAD_TOKEN", "short"),
    ):
        with monkeypatch.context() as one:
            one.setenv(name, wrong)
            with pytest.raises(ValueError, match=name):
                Allowance.from_environment()
    monkeypatch.setenv("WENMAI_UPLOADS", "0")
    assert Allowance.from_environment() is None
