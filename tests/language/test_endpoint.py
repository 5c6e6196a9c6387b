import json
import time

import numpy as np
import pytest

from duijie.domain.errors import BadUsage
from duijie.language.encoder import EncoderUnavailable
from duijie.language.endpoint import Endpoint, parse_address
from tests.language.embeddings_server import (
    SLOW_S,
    Answer,
    EmbeddingsServer,
    embed,
    error_answer,
    vectors_answer,
)

KEY = "sk-very-secret-41"


class Waits(list[float]):
    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def ask(server: EmbeddingsServer, waits: Waits | None = None, timeout_s: float = 20.0) -> Endpoint:
    address = parse_address(f"{server.url}#some-model")
    return Endpoint(address, KEY, timeout_s=timeout_s, wait=Waits() if waits is None else waits)


def test_texts_go_out_in_batches_and_vectors_come_back_in_their_order(
    server: EmbeddingsServer,
) -> None:
    texts = [f"{'氟' * (n % 3)}text {n}" for n in range(70)]
    seen: list[tuple[int, int]] = []
    vectors = ask(server).encode(texts, lambda *step: seen.append(step))
    expected = np.array([embed(text) for text in texts])
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(vectors, expected, atol=1e-6)
    assert seen == [(32, 70), (64, 70), (70, 70)]
    assert [len(body["input"]) for body in server.asked] == [32, 32, 6]
    assert {body["model"] for body in server.asked} == {"some-model"}
    assert set(server.keys) == {f"Bearer {KEY}"}
    assert ask(server).encode([]).shape == (0, 0)


def test_the_index_tells_the_order_where_it_is_given(server: EmbeddingsServer) -> None:
    def turned(texts: list[str]) -> Answer:
        data = [{"index": n, "embedding": embed(text)} for n, text in enumerate(texts)][::-1]
        return 200, {}, json.dumps({"data": data}).encode()

    def unnumbered(texts: list[str]) -> Answer:
        return 200, {}, json.dumps({"data": [{"embedding": embed(t)} for t in texts]}).encode()

    usual = ask(server).encode(["含氟", "epoxy"])
    server.plan = [turned, unnumbered]
    np.testing.assert_array_equal(ask(server).encode(["含氟", "epoxy"]), usual)
    np.testing.assert_array_equal(ask(server).encode(["含氟", "epoxy"]), usual)


@pytest.mark.parametrize(
    ("answer", "waited"),
    [
        (error_answer(503), [0.5]),
        (error_answer(500), [0.5]),
        (error_answer(429, Retry_After="7"), [7.0]),
        (error_answer(429, Retry_After="soon"), [0.5]),
        (
            error_answer(
                429,
                Date="Wed, 21 Oct 2026 07:28:00 GMT",
                Retry_After="Wed, 21 Oct 2026 07:28:09 GMT",
            ),
            [0.5, 9.0],
        ),
    ],
)
def test_what_passes_is_tried_again(
    server: EmbeddingsServer, answer: Answer, waited: list[float]
) -> None:
    server.plan = [lambda _: answer]
    waits = Waits()
    assert ask(server, waits).encode(["膜"]).shape == (1, 13)
    assert waits[-1] in waited
    assert len(server.asked) == 2


def test_after_three_tries_it_gives_up(server: EmbeddingsServer) -> None:
    server.usual = lambda _: error_answer(503, "model is loading")
    waits = Waits()
    with pytest.raises(EncoderUnavailable, match=r"HTTP 503.*model is loading") as caught:
        ask(server, waits).encode(["膜"])
    assert "拒绝了请求" in caught.value.message.zh
    assert waits == [0.5, 1.0]
    assert len(server.asked) == 3


def test_nobody_waits_an_hour(server: EmbeddingsServer) -> None:
    server.usual = lambda _: error_answer(429, Retry_After="3600")
    waits = Waits()
    with pytest.raises(EncoderUnavailable, match="429"):
        ask(server, waits).encode(["膜"])
    assert waits == []


def test_a_slow_server_is_asked_twice_and_then_left(server: EmbeddingsServer) -> None:
    def slow(texts: list[str]) -> Answer:
        time.sleep(SLOW_S)
        return vectors_answer([*map(embed, texts)])

    server.usual = slow
    with pytest.raises(EncoderUnavailable, match=r"no answer within 0\.05 s"):
        ask(server, timeout_s=0.05).encode(["膜"])
    assert len(server.asked) == 2


def test_a_server_that_is_not_there_is_said_to_be_so(server: EmbeddingsServer) -> None:
    endpoint = Endpoint(parse_address("http://127.0.0.1:9/v1#m"), KEY, wait=Waits())
    with pytest.raises(EncoderUnavailable, match="cannot be reached") as caught:
        endpoint.encode(["膜"])
    assert "请检查地址" in caught.value.whole.zh


def _with(rows: list[list[float]]) -> Answer:
    return vectors_answer(rows)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, {"Content-Type": "text/html"}, b"<html>Welcome</html>"), "something else"),
        ((200, {}, b"\xff\xfe"), "something else"),
        ((200, {}, b"[1, 2]"), "one numbered vector"),
        ((200, {}, b'{"data": "none"}'), "one numbered vector"),
        ((200, {}, b'{"data": [{"embedding": [1]}, {"embedding": "AAAA"}]}'), "one numbered"),
        ((200, {}, b'{"data": [{"embedding": [1]}, {"embedding": [true]}]}'), "one numbered"),
        ((200, {}, b'{"data": [{"embedding": [1]}, 2]}'), "one numbered"),
        (
            (
                200,
                {},
                b'{"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [1]}]}',
            ),
            "one numbered",
        ),
        (_with([[1.0, 2.0]]), "2 texts"),
        (_with([[1.0], [1.0], [1.0]]), "2 texts"),
        (_with([[1.0, 2.0], [1.0]]), "not all of one length"),
        (_with([[], []]), "not all of one length"),
        (_with([[1.0, float("nan")], [1.0, 2.0]]), "nan"),
        (_with([[1.0, float("inf")], [1.0, 2.0]]), "nan"),
        (_with([[1.0, 1.0], [0.0, 0.0]]), "zeros"),
        ((302, {"Location": "http://127.0.0.1:9/"}, b""), "HTTP 302"),
        (error_answer(404, "no such model"), "HTTP 404.*no such model"),
        (error_answer(401, f"wrong key {KEY}"), r"HTTP 401\)$"),
    ],
)
def test_whatever_else_comes_back_is_refused(
    server: EmbeddingsServer, answer: Answer, said: str
) -> None:
    server.usual = lambda _: answer
    with pytest.raises(EncoderUnavailable, match=said) as caught:
        ask(server).encode(["膜", "塔"])
    assert caught.value.message.zh != caught.value.message.en
    assert KEY not in caught.value.whole.en + caught.value.whole.zh


def test_batches_of_different_length_are_refused(server: EmbeddingsServer) -> None:
    server.plan = [lambda texts: vectors_answer([[1.0, 2.0]] * len(texts))]
    with pytest.raises(EncoderUnavailable, match="not all of one length"):
        ask(server).encode(["膜"] * 40)


def test_a_text_that_is_too_long_for_the_model_is_shortened_by_itself(
    server: EmbeddingsServer,
) -> None:
    def narrow(texts: list[str]) -> Answer:
        if max(map(len, texts)) > 600:
            return error_answer(400, "maximum context length is 512 tokens")
        return vectors_answer([*map(embed, texts)])

    server.usual = narrow
    page = "含氟废水。" * 5000
    vectors = ask(server).encode(["短文", page])
    assert max(len(text) for body in server.asked for text in body["input"]) == 2000
    np.testing.assert_array_equal(vectors[1:], ask(server).encode([page]))
    np.testing.assert_array_equal(vectors[:1], ask(server).encode(["短文"]))


def test_a_server_that_refuses_any_length_is_given_up(server: EmbeddingsServer) -> None:
    server.usual = lambda _: error_answer(400, f"unknown model, key {KEY}")
    with pytest.raises(EncoderUnavailable, match=r"unknown model, key \*\*\*"):
        ask(server).encode(["长" * 600, "膜"])
    assert len(server.asked) == 4  # together, alone, and cut to 500 and 250


@pytest.mark.parametrize("text", ["", "   ", "\ud800", "🧪", "<b>膜</b>", "12 345", "x" * 9000])
def test_odd_texts_are_sent_as_something_a_server_can_read(
    server: EmbeddingsServer, text: str
) -> None:
    assert ask(server).encode([text]).shape == (1, 13)
    [sent] = server.texts
    assert sent.strip()
    assert len(sent.encode()) <= 2000 * 4


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("http://127.0.0.1:8080#m", "http://127.0.0.1:8080/v1/embeddings"),
        ("http://127.0.0.1:8080/#m", "http://127.0.0.1:8080/v1/embeddings"),
        ("https://a.example.edu/api/v1#m", "https://a.example.edu/api/v1/embeddings"),
        ("https://a.example.edu/v1/embeddings#m", "https://a.example.edu/v1/embeddings"),
    ],
)
def test_addresses_are_completed(words: str, url: str) -> None:
    assert parse_address(words).url == url
    assert parse_address(words).model == "m"


@pytest.mark.parametrize(
    "words",
    [
        "http://127.0.0.1:8080/v1",
        "ftp://a.example.edu#m",
        "http://#m",
        "http://a:99999#m",
        "http://[::1#m",
        f"https://user:{KEY}@a.example.edu#m",
        f"https://a.example.edu/v1?key={KEY}#m",
    ],
)
def test_other_addresses_are_refused_without_repeating_a_key(words: str) -> None:
    with pytest.raises(BadUsage) as caught:
        parse_address(words)
    assert KEY not in caught.value.describe("en") + caught.value.describe("zh")


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("[::1]", True),
        ("localhost", True),
        ("10.0.0.8", False),
        ("localhost.example.edu", False),
        ("models.example.edu", False),
    ],
)
def test_only_this_machine_is_here(host: str, here: bool) -> None:
    assert parse_address(f"http://{host}:80/v1#m").is_here is here


def test_the_name_of_a_model_tells_models_and_addresses_apart_but_no_keys() -> None:
    def name(words: str, key: str = "") -> str:
        return Endpoint(parse_address(words), key).model_id

    one = name("http://127.0.0.1:1/v1#m")
    assert one == name("http://127.0.0.1:1/v1#m", KEY)
    assert len({one, name("http://127.0.0.1:2/v1#m"), name("http://127.0.0.1:1/v1#n")}) == 3
