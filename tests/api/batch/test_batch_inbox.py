import asyncio
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from api.batch.inbox import MAX_LINE_BYTES, Fault, Inbox


def received(messages):
    """Return the lines of a body that comes in these messages, and whether the client was seen to go."""
    gone = []

    async def talk():
        coming = iter([*messages, {"type": "http.disconnect"}])

        async def receive():
            message = next(coming)
            if isinstance(message, Exception):
                raise message
            return message

        with closing(Inbox()) as inbox:
            await inbox.fill(receive, lambda: gone.append(True))
            return [line async for line in inbox.lines()]

    return asyncio.run(talk()), bool(gone)


def as_messages(*chunks):
    last = len(chunks) - 1
    return [{"type": "http.request", "body": c, "more_body": i < last} for i, c in enumerate(chunks)]


@given(st.lists(st.binary(max_size=6).map(lambda part: part.replace(b"x", b"\n")), min_size=1, max_size=8))
def test_lines_are_the_same_wherever_the_body_is_cut(chunks):
    body = b"".join(chunks)
    lines, gone = received(as_messages(*chunks))
    expected = [(i, line.strip()) for i, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    assert [(line.number, line.content) for line in lines] == expected
    assert gone


def test_the_rest_of_a_line_that_is_too_long_is_skipped():
    piece = b"a" * (MAX_LINE_BYTES // 2 + 1)
    lines, _ = received(as_messages(b"1\n", piece, piece, piece, b"b\n2"))
    assert [(line.number, line.content, line.fault) for line in lines] == [
        (1, b"1", None), (2, b"", Fault.TOO_LONG), (3, b"2", None),
    ]  # fmt: skip


def test_a_body_over_the_limit_ends_after_its_whole_lines():
    lines, gone = received([*as_messages(b"1\n2", b"")[:1], HTTPException(413)])
    assert [(line.content, line.fault) for line in lines] == [(b"1", None), (b"", Fault.BODY_TOO_LARGE)]
    assert not gone


def test_a_client_that_goes_in_the_middle_leaves_no_half_line():
    messages = [{"type": "http.request", "body": b"1\n2", "more_body": True}]

    async def talk():
        coming = iter([*messages, {"type": "http.disconnect"}])

        async def receive():
            return next(coming)

        seen = []
        with closing(Inbox()) as inbox:
            await inbox.fill(receive, lambda: seen.append(True))
            inbox._put.close()
            return [line.content async for line in inbox.lines()], bool(seen)

    lines, gone = asyncio.run(talk())
    assert (lines, gone) == ([b"1"], True)
