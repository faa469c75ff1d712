"""HTTP headers go into a WARC block and come back as they were, whatever bytes they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.corpus.headers import Headers, block, parsed

ANY = st.text(st.characters(max_codepoint=0xFF), max_size=12)


@given(st.lists(st.tuples(ANY, ANY), max_size=5), st.binary(max_size=30))
def test_fields_of_any_bytes_come_back_in_their_order(fields: list[tuple[str, str]], body: bytes) -> None:
    head, escaped = block("200 OK", fields)
    status, headers, rest = parsed(head + body, escaped)
    assert (status, list(headers.fields), rest) == (200, fields, body)


def test_what_http_allows_is_not_escaped() -> None:
    fields = [
        ("Set-Cookie", "a=1"),
        ("set-cookie", "b=2"),
        ("Link", "<http://x/z\xfcrich>; a=%41"),
        ("X odd", "\0\x7f"),
    ]
    head, escaped = block("200 OK", fields)
    assert escaped == ""
    assert head == (
        b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nLink: <http://x/z\xfcrich>; a=%41\r\n"
        b"X odd: \0\x7f\r\n\r\n"
    )


def test_what_would_be_read_as_another_field_is_escaped_and_noted() -> None:
    head, escaped = block("200 OK", [("A", "1"), ("B", "x\r\nSet-Cookie: y"), ("C:d", "2"), ("", "3")])
    assert escaped == "2,3,4"
    assert head.splitlines()[1:-1] == [b"A: 1", b"B: x%0D%0ASet-Cookie%3A%20y", b"C%3Ad: 2", b"%: 3"]


@pytest.mark.parametrize(
    ("message", "status", "fields", "body"),
    [
        (b"HTTP/1.1 200\r\n\r\nx", 200, [], b"x"),
        (b"HTTP/1.0 404 Not Found\nA: b\n\nx", 404, [("A", "b")], b"x"),
        (b"http/1.1 200 OK\r\nno colon\r\nA: b\r\n c\r\n\td\r\n\r\n", 200, [("A", "b c\td")], b""),
        (b"HTTP/1.1 200 OK\r\n folded\r\nA : \xfc \r\n\r\n", 200, [("A", "\xfc")], b""),
        (b"HTTP/1.1 200 OK\r\nA: b", 200, [("A", "b")], b""),
        (b"HTTP/1.1 2x0 OK\r\n\r\nx", None, [], b"x"),
        (b"<html>\n\nx", None, [], b"<html>\n\nx"),
        (b"", None, [], b""),
    ],
)
def test_blocks_of_other_tools_are_read(
    message: bytes, status: int | None, fields: list[tuple[str, str]], body: bytes
) -> None:
    found, headers, rest = parsed(message)
    assert (found, list(headers.fields), rest) == (status, fields, body)


def test_a_repeated_field_is_its_last_value_or_all_of_them() -> None:
    headers = Headers([("Content-Encoding", "gzip"), ("content-encoding", "br")])
    assert (headers["CONTENT-ENCODING"], headers.joined("content-encoding")) == ("br", "gzip, br")
    assert headers.get("etag") is None
