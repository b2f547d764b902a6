"""A chat model behind any endpoint in OpenAI's shape."""

import json
import time
from dataclasses import dataclass

_MOST_BYTES = 256 * 1024
_MOST_TOKENS = 1000


class EndpointFailed(Exception):
    """The model gave nothing that can be used."""


class EndpointSlow(EndpointFailed):
    """The model took longer than it may."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is.

    Attributes:
        url: base of the interface, such as http://127.0.0.1:11434/v1.
        model: its name there.
        key: sent as a bearer token; None sends none.
        timeout: seconds that a whole answer may take.
    """

    url: str
    model: str
    key: str | None
    timeout: float

    def complete(self, system: str, user: str) -> str:
        """Return what the model says; raises EndpointFailed."""
        import httpx2

        body = {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "temperature": 0,
            "max_tokens": _MOST_TOKENS,
            "stream": False,
        }
        try:
            raw = self._post(body)
        except httpx2.TimeoutException as error:
            raise EndpointSlow("no answer in time") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise EndpointFailed(type(error).__name__) from error
        return _content_of(raw)

    def _post(self, body: dict[str, object]) -> bytes:
        import httpx2

        ends = time.monotonic() + self.timeout
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        url = f"{self.url.rstrip('/')}/chat/completions"
        raw = b""
        with (
            httpx2.Client(timeout=self.timeout) as client,
            client.stream("POST", url, json=body, headers=headers) as response,
        ):
            if response.status_code != 200:
                raise EndpointFailed(f"status {response.status_code}")
            for part in response.iter_bytes():
                raw += part
                if time.monotonic() > ends:  # the library's limit counts each piece anew
                    raise EndpointSlow("no whole answer in time")
                if len(raw) > _MOST_BYTES:
                    raise EndpointFailed("the answer is too long")
        return raw


def _content_of(raw: bytes) -> str:
    try:
        content = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise EndpointFailed("the answer is no chat completion") from error
    if not isinstance(content, str):
        raise EndpointFailed("the answer holds no text")
    return content
