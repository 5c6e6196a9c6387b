"""An encoder behind an address: any server that speaks OpenAI's ``/v1/embeddings``.

Such servers run multilingual models (vLLM, Text Embeddings Inference, Ollama, llama.cpp and
others). Whatever comes back is looked at before it is believed: one vector for each text, all of
one length, finite, in the order of ``index``.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

import httpx
import numpy as np

from duijie.domain.errors import BadUsage
from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text, same
from duijie.language.encoder import EncoderUnavailable, Vectors, unit_rows

TRIES = 3
TIMEOUT_S = 60.0
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 60.0
"""Who asks for a longer pause is done without."""
_BATCH = 32
_CHARACTERS = (2000, 1000, 500, 250)
"""Texts are cut to the first; where a server refuses a text it is cut further."""
_PASSING = {429, 500, 502, 503, 504}
_REFUSED = {400, 413, 422}
"""What servers answer to a text that is longer than their model reads."""
_QUOTED = 200


@dataclass(frozen=True)
class Address:
    """Where an encoder is asked, and for which model."""

    url: str
    model: str

    @property
    def host(self) -> str:
        """The name or number of the machine."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_here(self) -> bool:
        """Whether texts stay on this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def parse_address(words: str) -> Address:
    """Read ``http(s)://HOST[:PORT][/PATH]#MODEL``.

    Without a path ``/v1/embeddings`` is meant, and ``/embeddings`` is added to another one.

    Raises
    ------
    BadUsage
        When the address is none, names no model, or holds a password or a key.

    >>> parse_address("http://127.0.0.1:8080/v1#bge-m3").url
    'http://127.0.0.1:8080/v1/embeddings'
    """
    parts, model = _split(words)
    path = parts.path.rstrip("/") or "/v1"
    if not path.endswith("/embeddings"):
        path += "/embeddings"
    return Address(f"{parts.scheme}://{parts.netloc}{path}", model)


def _split(words: str) -> tuple[SplitResult, str]:
    try:
        parts = urlsplit(words)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise BadUsage(Text("语义模型的地址写得不对", "the encoder's address is wrong"), [_HOW])
    if parts.username or parts.password or parts.query:
        # Not quoted: what stands there may be the key itself.
        raise BadUsage(
            Text(
                "语义模型的地址里不要写密码或问号参数",
                "the encoder's address must not hold a password or a query",
            ),
            [
                Text(
                    "密钥请放在环境变量 DUIJIE_ENCODER_KEY 中",
                    "put the key into the environment variable DUIJIE_ENCODER_KEY",
                )
            ],
        )
    if not parts.fragment:
        raise BadUsage(
            Text(
                "语义模型的地址没有写明模型名", "the encoder's address does not say for which model"
            ),
            [_HOW],
        )
    return parts, parts.fragment


_HOW = Text(
    "写法：http://主机:端口/v1#模型名，例如 http://127.0.0.1:8080/v1#bge-m3",
    "write http://HOST:PORT/v1#MODEL, for example http://127.0.0.1:8080/v1#bge-m3",
)


class Endpoint:
    """An `Encoder` that asks a server.

    Neither proxies nor other settings of the environment are heeded, redirections are not
    followed: texts go to the given address or nowhere.

    Parameters
    ----------
    address
        Whom to ask, for which model.
    key
        Sent as a bearer token; it is in no message and no name.
    timeout_s
        How long one answer may take.
    wait
        Called with the seconds to pause between two tries.
    """

    dimension = None

    def __init__(
        self,
        address: Address,
        key: str = "",
        *,
        timeout_s: float = TIMEOUT_S,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._address = address
        self._key = key
        self._timeout_s = timeout_s
        self._wait = wait

    @property
    def model_id(self) -> str:
        """Name of the model and of its address."""
        place = hashlib.sha256(self._address.url.encode()).hexdigest()[:12]
        return f"{self._address.model}@{self._address.host}:{place}"

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Return unit vectors of the texts' beginnings, ``(n_texts, dimension of the model)``.

        Raises
        ------
        EncoderUnavailable
            When the server cannot be reached, refuses, or answers with anything else than one
            sound vector for each text. Its message says which.
        """
        parts: list[Vectors] = []
        with httpx.Client(timeout=self._timeout_s, trust_env=False, headers=self._headers) as http:
            for start in range(0, len(texts), _BATCH):
                parts.append(self._encode_batch(http, texts[start : start + _BATCH]))
                self._check_lengths(parts)
                progress(start + len(parts[-1]), len(texts))
        return np.concatenate(parts) if parts else np.zeros((0, 0), dtype=np.float32)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"} if self._key else {}

    def _encode_batch(self, http: httpx.Client, texts: Sequence[str]) -> Vectors:
        """Ask for a batch; where the server refuses it, for each text alone and ever shorter.

        So what a vector is does not depend on the other texts.
        """
        try:
            return self._ask(http, [_fit(text, _CHARACTERS[0]) for text in texts])
        except _RefusedError:
            return np.concatenate([self._encode_shorter(http, text) for text in texts])

    def _encode_shorter(self, http: httpx.Client, text: str) -> Vectors:
        wanted = dict.fromkeys(_fit(text, limit) for limit in _CHARACTERS)
        refusal: EncoderUnavailable | None = None
        for short in wanted:
            try:
                return self._ask(http, [short])
            except _RefusedError as error:
                refusal = error
        raise EncoderUnavailable(refusal.message, refusal.hints) if refusal else AssertionError

    def _ask(self, http: httpx.Client, texts: list[str]) -> Vectors:
        """Send one request, again where it may help, and return what it brought."""
        pauses = _pauses()
        while True:
            try:
                answer = http.post(
                    self._address.url, json={"model": self._address.model, "input": texts}
                )
            except httpx.TransportError as error:
                failure, asked_s = self._unreachable(error), 0.0
                if isinstance(error, httpx.TimeoutException):
                    next(pauses, None)  # who was slow once has had a long time already
            except httpx.InvalidURL:
                raise self._fail(_BAD_URL) from None
            else:
                if answer.status_code == HTTPStatus.OK:
                    return self._read(answer, len(texts))
                failure = self._refusal(answer)
                if answer.status_code not in _PASSING:
                    raise failure
                asked_s = _retry_after_s(answer.headers)
            pause_s = next(pauses, None)
            if pause_s is None or asked_s > _LONGEST_WAIT_S:
                raise failure
            self._wait(max(pause_s, asked_s))

    def _read(self, answer: httpx.Response, count: int) -> Vectors:
        try:
            body = answer.json()
        except (json.JSONDecodeError, UnicodeDecodeError):
            raise self._fail(_NO_JSON, [_HOW]) from None
        rows = list(_embeddings(body, count))
        if len(rows) != count:
            raise self._fail(
                Text(
                    f"发去 {count} 条文字，却没有收到同样多、编号齐全的向量",
                    f"it was sent {count} texts and did not return one numbered vector for each",
                )
            )
        if len(set(map(len, rows))) != 1 or not rows[0]:
            raise self._fail(_UNEVEN)
        vectors = np.array(rows, dtype=np.float32)
        if not np.isfinite(vectors).all() or not vectors.any(axis=1).all():
            raise self._fail(
                Text(
                    "返回的向量含有 nan、无穷或全为零",
                    "its vectors hold nan, infinity or only zeros",
                )
            )
        return unit_rows(vectors)

    def _check_lengths(self, parts: Sequence[Vectors]) -> None:
        if parts[-1].shape[1] != parts[0].shape[1]:
            raise self._fail(_UNEVEN)

    def _refusal(self, answer: httpx.Response) -> EncoderUnavailable:
        code = answer.status_code
        said = _said(answer).replace(self._key, "***") if self._key else _said(answer)
        words = Text(f"拒绝了请求（HTTP {code}）", f"it refused (HTTP {code})")
        if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return self._fail(words, [_KEY])
        kind = _RefusedError if code in _REFUSED else EncoderUnavailable
        return self._fail(words + same(f": {said}" if said else ""), kind=kind)

    def _unreachable(self, error: httpx.TransportError) -> EncoderUnavailable:
        if isinstance(error, httpx.TimeoutException):
            return self._fail(
                Text(f"{self._timeout_s:g} 秒内没有回答", f"no answer within {self._timeout_s:g} s")
            )
        return self._fail(Text("连接不上", "it cannot be reached"), [_RUNNING])

    def _fail(
        self,
        words: Text,
        hints: Sequence[Text] = (),
        kind: type[EncoderUnavailable] = EncoderUnavailable,
    ) -> EncoderUnavailable:
        name = f"{self._address.model} @ {self._address.host}"
        return kind(Text(f"语义模型服务 {name}：", f"the encoder {name}: ") + words, hints)


class _RefusedError(EncoderUnavailable):
    """The server does not take this text; a shorter one it may."""


_NO_JSON = Text("回答的不是向量而是别的内容", "it answered with something else than vectors")
_UNEVEN = Text("返回的向量长短不一", "its vectors are not all of one length")
_BAD_URL = Text("地址写得不对", "the address is wrong")
_KEY = Text("请检查环境变量 DUIJIE_ENCODER_KEY 中的密钥", "check the key in DUIJIE_ENCODER_KEY")
_RUNNING = Text("请检查地址，并确认服务已启动", "check the address, and whether the server runs")


def _pauses() -> Iterator[float]:
    for nth in range(TRIES - 1):
        yield _FIRST_WAIT_S * 2**nth


def _fit(text: str, limit: int) -> str:
    """Return what is sent: the beginning, nothing that is no text, never nothing at all."""
    return text[:limit].encode("utf-8", "replace").decode().strip() or "."


def _embeddings(body: object, count: int) -> Iterator[list[float]]:
    """Yield the vectors in the order of the texts, as far as each index is there once."""
    data = body.get("data") if isinstance(body, Mapping) else None
    if not isinstance(data, list) or len(data) != count:
        return
    found: dict[object, list[float]] = {}
    for place, item in enumerate(data):
        vector = item.get("embedding") if isinstance(item, Mapping) else None
        if isinstance(vector, list) and all(type(one) in {float, int} for one in vector):
            found[item.get("index", place)] = vector
    yield from (found[place] for place in range(count) if place in found)


def _said(answer: httpx.Response) -> str:
    """Return what the server gives as its reason, if it gives one in the usual form."""
    try:
        body = answer.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return ""
    error = body.get("error", body) if isinstance(body, Mapping) else ""
    said = error.get("message", "") if isinstance(error, Mapping) else error
    return " ".join(str(said).split())[:_QUOTED]


def _retry_after_s(headers: Mapping[str, str]) -> float:
    """Return how long the server asks us to wait: seconds, or a date set against its own clock."""
    asked = headers.get("retry-after", "")
    if asked.isdecimal():
        return float(asked)
    try:
        until, now = (parsedate_to_datetime(words) for words in (asked, headers.get("date", "")))
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):
        return 0.0
