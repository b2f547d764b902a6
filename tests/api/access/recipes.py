"""For every route: requests that would make it tell of a hidden document, if anything does."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.labels import Label
from tests.api.access.worlds import Known

MISSING = "0123456789abcdef"


@dataclass(frozen=True)
class Call:
    """One request."""

    method: str
    url: str
    json: Any = None
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def echo(self) -> str:
        """Return all that was said in it, which a response may repeat."""
        return f"{self.url} {json.dumps(self.json, ensure_ascii=False)} {self.content!r}".lower()


@dataclass(frozen=True)
class Scene:
    """Whom the requests are about: a document that is seen and one that is not, each perhaps missing."""

    shown: Known | None
    hidden: Known | None
    every: tuple[str, ...] = ()  # ids of all documents that are seen

    @property
    def ids(self) -> list[str]:
        return [one.id for one in (self.shown, self.hidden) if one] + [MISSING]

    @property
    def numbers(self) -> list[str]:
        return [f"{one.serial}/KH-UBND" for one in (self.shown, self.hidden) if one] + ["9999/KH-UBND"]

    @property
    def words(self) -> dict[str, str]:
        return self.hidden.words if self.hidden else dict.fromkeys(("subject", "task", "figure"), "vắng")


def questions(scene: Scene) -> Iterator[str]:
    """Yield ways to ask for what is hidden, with its own words and without."""
    for number in scene.numbers:
        yield f"Ai ký Kế hoạch {number}?"
        yield f"Kế hoạch số {number} giao cơ quan nào chủ trì, trước ngày nào?"
        yield f"Văn bản nào triển khai Kế hoạch {number}?"
        yield f"Kế hoạch {number} còn hiệu lực không, văn bản nào thay thế?"
    serial = scene.numbers[0].split("/")[0]
    yield f"Ke hoach {serial} ve viec gi?"
    yield "Sở Tài chính chủ trì những nhiệm vụ gì?"
    yield "Sở Nội vụ được giao bao nhiêu nhiệm vụ?"
    yield "Toàn thành phố có bao nhiêu hộ?"
    yield "Kiểm tra nhằm mục đích gì?"
    yield "Những kế hoạch nào ban hành tháng 8 năm 2024 của thành phố Cần Thơ?"
    words = scene.words
    yield f"Cơ quan nào chủ trì rà soát {words['task']}?"
    yield f"Có bao nhiêu hộ {words['figure']}?"
    yield f"Kế hoạch về công tác {words['subject']} do ai ký?"
    yield " ".join(words.values())


def _asks(scene: Scene) -> Iterator[dict[str, Any]]:
    for question in questions(scene):
        yield {"question": question, "k": 20}
    general = "Cơ quan nào chủ trì rà soát?"
    yield {"question": general, "filters": {"document_ids": scene.ids}, "k": 50}
    yield {"question": general, "filters": {"document_ids": scene.ids[-2:]}}
    yield {"question": general, "filters": {"numbers": scene.numbers}}
    yield {"question": general, "filters": {"issuers": ["ban quản lý"]}, "as_of": "2024-08-20"}
    yield {"question": general, "filters": {"agency": "Sở Tài chính"}, "k": 20}
    yield {"question": general, "filters": {"validity": ["in_force", "unknown"]}, "k": 20}
    yield {"question": general, "filters": {"validity": ["replaced"]}, "k": 20}
    asked = {"role": "user", "content": f"Ai ký Kế hoạch {scene.numbers[-2]}?"}
    yield {"question": "Văn bản ấy giao Sở Tài chính việc gì?", "history": [asked]}
    yield {"question": general, "stream": True}


def _get(*urls: str) -> list[Call]:
    return [Call("GET", url) for url in urls]


def _post(url: str, *bodies: Any) -> list[Call]:
    return [Call("POST", url, json=body) for body in bodies]


def _searches(scene: Scene) -> list[Call]:
    return _post("/v1/search", *(
        {"query": question, "k": 50, "mode": mode}
        for question in list(questions(scene))[::2] for mode in _MODES
    ), {"query": "rà soát", "filters": {"document_ids": scene.ids}, "k": 100})  # fmt: skip


_MODES = ("hybrid", "dense", "lexical")


def _chats(scene: Scene) -> list[Call]:
    def body(question: str, **more: Any) -> dict[str, Any]:
        return {"model": "chidao", "messages": [{"role": "user", "content": question}], **more}

    every = list(questions(scene))
    return _post(
        "/v1/chat/completions",
        *(body(question) for question in every[::2]),
        body(every[0], stream=True, stream_options={"include_usage": True}),
        body("Toàn thành phố có bao nhiêu hộ?", stream=True),
    )


def _batches(scene: Scene) -> list[Call]:
    lines = [{"id": str(i), "question": q, "k": 10} for i, q in enumerate(questions(scene))]
    lines.append({"id": "s", "task": "search", "query": "rà soát", "k": 50})
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
    headers = {"Content-Type": "application/x-ndjson"}
    trec = {**headers, "Accept": "text/plain; format=trec"}
    return [Call("POST", "/v1/batch", content=content, headers=h) for h in (headers, trec)]


def _citations(scene: Scene) -> dict[str, Any]:
    return {"citations": [
        {"document_id": key, "start": 0, "end": end} | more
        for key in scene.ids
        for end, more in ((20, {}), (12, {"quote": "ỦY BAN NHÂN"}), (10**6, {}))
    ]}  # fmt: skip


def _retrievals(scene: Scene) -> list[Call]:
    def body(question: str, **more: Any) -> dict[str, Any]:
        setting = {"top_k": 50, "score_threshold": 0.0}
        return {"knowledge_id": "chidao", "query": question, "retrieval_setting": setting, **more}

    about = {"name": ["kind"], "comparison_operator": "is not", "value": "x"}
    condition = {"logical_operator": "and", "conditions": [about]}
    return _post(
        "/retrieval",
        *(body(question) for question in list(questions(scene))[::3]),
        body("rà soát", metadata_condition=condition),
    )


def _stores(scene: Scene) -> list[Call]:
    url = "/v1/vector_stores/chidao/search"
    asked = [{"query": question, "max_num_results": 50} for question in list(questions(scene))[::3]]
    inside = {"type": "in", "key": "document_id", "value": scene.ids}
    return _post(url, *asked, {"query": "rà soát", "filters": inside})


def _register(suffix: str) -> Callable[[Scene], list[Call]]:
    def calls(scene: Scene) -> list[Call]:
        url = f"/v1/assignments{suffix}"
        word = scene.words["task"]
        return _get(
            url,
            f"{url}?agency=Sở Tài chính",
            f"{url}?agency=Ban Quản lý dự án",
            f"{url}?q={word}",
            f"{url}?year=2024&due_from=2024-01-01",
            *(f"{url}?document={key}" for key in scene.ids),
            *(f"{url}?number={number}" for number in scene.numbers),
        )

    return calls


def _by_number(url: str, *more: str) -> Callable[[Scene], list[Call]]:
    def calls(scene: Scene) -> list[Call]:
        return _get(*(f"{url}?number={number}{end}" for number in scene.numbers for end in ("", *more)))

    return calls


def _by_id(url: str) -> Callable[[Scene], list[Call]]:
    return lambda scene: _get(*(url.format(key) for key in scene.ids))


def _hidden_ids(scene: Scene) -> list[str]:
    return [one.id for one in (scene.hidden,) if one] + [MISSING]


def tools(scene: Scene) -> list[Call]:
    """Return calls of the model context protocol, which the interface's description leaves out."""
    number, asked = scene.numbers[-2], list(questions(scene))
    wanted = [
        *(("ask_directive", {"question": question}) for question in asked[::3]),
        *(("search_directives", {"query": question, "k": 20}) for question in asked[1::5]),
        *(("get_document", {"document": key}) for key in (*scene.ids, *scene.numbers)),
        ("list_assignments", {"agency": "Sở Tài chính"}),
        ("list_assignments", {"number": number}),
        ("genealogy", {"number": number, "tasks": True}),
    ]
    messages = [
        {"jsonrpc": "2.0", "id": i, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
        for i, (name, arguments) in enumerate(wanted)
    ]
    uris = [{"uri": f"chidao://documents/{key}"} for key in scene.ids]
    messages += [{"jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": uri} for uri in uris]
    messages += [{"jsonrpc": "2.0", "id": 1, "method": "resources/list", "params": {}}]
    headers = {"Accept": "application/json, text/event-stream"}
    return [Call("POST", "/mcp", json=message, headers=headers) for message in messages]


# Every operation of the interface's description; one without a recipe fails the test.
RECIPES: dict[tuple[str, str], Callable[[Scene], list[Call]]] = {
    ("post", "/v1/ask"): lambda scene: _post("/v1/ask", *_asks(scene)),
    ("get", "/v1/models"): lambda _: _get("/v1/models"),
    ("get", "/v1/models/{model}"): lambda _: _get("/v1/models/chidao", "/v1/models/none"),
    ("post", "/v1/chat/completions"): _chats,
    ("post", "/v1/embeddings"): lambda scene: _post(
        "/v1/embeddings", {"model": "hashing", "input": list(scene.words.values())}
    ),
    ("post", "/v1/batch"): _batches,
    ("post", "/v1/feedback"): lambda scene: _post(
        "/v1/feedback",
        *({"verdict": "up", "question": "hỏi", "document_id": key} for key in scene.ids),
    ),
    ("post", "/retrieval"): _retrievals,
    ("post", "/v1/vector_stores/{store_id}/search"): _stores,
    ("post", "/v1/search"): _searches,
    ("get", "/v1/search"): lambda scene: _get(
        *(f"/v1/search?q={question}&k=100" for question in list(questions(scene))[::2]),
        *(f"/v1/search?q=rà soát&k=100&document_id={key}" for key in scene.ids),
        *(f"/v1/search?q=rà soát&k=100&number={number}" for number in scene.numbers),
        "/v1/search?q=rà soát&k=100&issuer=ban quản lý",
    ),
    ("get", "/v1/suggest"): lambda scene: _get(
        *(
            f"/v1/suggest?q={text}"
            for text in ("7", "70", "ke", "ban quan ly", "so", *(word[:4] for word in scene.words.values()))
        )
    ),
    ("get", "/v1/facets"): lambda _: _get(
        "/v1/facets",
        "/v1/facets?year=2024",
        "/v1/facets?validity=replaced",
        "/v1/facets?kind=kế hoạch",
        "/v1/facets?issuer=ban quản lý",
    ),
    ("get", "/v1/documents"): lambda _: _get(
        "/v1/documents", "/v1/documents?limit=1&offset=2", "/v1/documents?limit=500"
    ),
    ("post", "/v1/documents"): lambda _: [],  # test_api_access_uploads.py
    ("get", "/v1/documents/{document_id}"): _by_id("/v1/documents/{}"),
    ("delete", "/v1/documents/{document_id}"): lambda scene: [
        Call("DELETE", f"/v1/documents/{key}") for key in _hidden_ids(scene)
    ],
    ("patch", "/v1/documents/{document_id}"): lambda scene: [
        Call("PATCH", f"/v1/documents/{key}", json={"label": label})
        for key in _hidden_ids(scene)
        for label in ("public", "mat")
    ],
    ("get", "/v1/documents/{document_id}/text"): lambda scene: [
        *_by_id("/v1/documents/{}/text")(scene),
        *_by_id("/v1/documents/{}/text?start=0&end=40")(scene),
        *_by_id("/v1/documents/{}/text?page=1")(scene),
    ],
    ("get", "/v1/documents/{document_id}/versions"): lambda scene: _get(
        *(f"/v1/documents/{key}/versions" for key in {*scene.ids, *scene.every})
    ),
    ("get", "/v1/documents/{document_id}/versions/{version}/text"): lambda scene: [
        Call("GET", f"/v1/documents/{key}/versions/{version}/text")
        for version in (1, 2, 3)
        for key in {*scene.ids, *scene.every}
    ],
    ("get", "/v1/documents/{document_id}/file"): _by_id("/v1/documents/{}/file"),
    ("get", "/v1/documents/{document_id}/references"): _by_id("/v1/documents/{}/references"),
    ("post", "/v1/citations/verify"): lambda scene: _post("/v1/citations/verify", _citations(scene)),
    ("post", "/v1/verify"): lambda scene: _post("/v1/verify", _citations(scene)),
    ("get", "/v1/genealogy"): _by_number("/v1/genealogy", "&tasks=true", "&as_of=2024-12-01"),
    ("get", "/v1/genealogy.svg"): _by_number("/v1/genealogy.svg"),
    ("get", "/v1/assignments"): _register(""),
    ("get", "/v1/assignments.csv"): _register(".csv"),
    ("get", "/v1/assignments.ics"): _register(".ics"),
    ("get", "/v1/figures"): lambda scene: _get(
        "/v1/figures",
        "/v1/figures?indicator=hộ",
        f"/v1/figures?indicator={scene.words['figure']}",
        *(f"/v1/figures?number={number}" for number in scene.numbers),
        *(f"/v1/figures?document={key}" for key in scene.ids),
    ),
    ("get", "/v1/tasks"): lambda _: _get("/v1/tasks"),
    ("get", "/v1/tasks/{task_id}"): lambda _: _get(f"/v1/tasks/{MISSING}"),
    ("post", "/v1/tasks/{task_id}/cancel"): lambda _: [Call("POST", f"/v1/tasks/{MISSING}/cancel")],
    ("get", "/v1/keys"): lambda _: _get("/v1/keys"),
    ("post", "/v1/keys"): lambda _: _post(
        "/v1/keys", {"name": "x", "scopes": ["search"], "labels": [str(label) for label in Label]}
    ),
    ("post", "/v1/keys/{key_id}/rotate"): lambda _: _post("/v1/keys/none/rotate", {}),
    ("delete", "/v1/keys/{key_id}"): lambda _: [Call("DELETE", "/v1/keys/none")],
    ("get", "/v1/audit"): lambda _: _get("/v1/audit"),
    ("get", "/v1/me"): lambda _: _get("/v1/me"),
    ("post", "/login"): lambda _: _post("/login", {"key": "chidao_none"}),
    ("post", "/logout"): lambda _: [Call("POST", "/logout")],
    ("get", "/livez"): lambda _: _get("/livez"),
    ("get", "/readyz"): lambda _: _get("/readyz"),
    ("get", "/metrics"): lambda _: _get("/metrics"),
}
