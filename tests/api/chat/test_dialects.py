from api.wire.dialects import dify_code, openai_error


def test_openai_paths_alone_have_its_error():
    told = openai_error("/v1/chat/completions", 429, "too-many-requests", "Wait.")
    assert (told.type, told.code, told.message, told.param) == (
        "rate_limit_error", "too_many_requests", "Wait.", None,
    )  # fmt: skip
    assert openai_error("/v1/ask", 404, "x", "y") is None
    types = {
        status: openai_error("/v1/models", status, "x", "y").type for status in (400, 401, 403, 404, 503)
    }
    assert types == {
        400: "invalid_request_error", 401: "authentication_error", 403: "permission_error",
        404: "invalid_request_error", 503: "server_error",
    }  # fmt: skip


def test_dify_is_told_what_is_wrong_with_its_key():
    assert dify_code("/retrieval", 401, "key-missing", None) == 1001
    assert dify_code("/retrieval", 401, "key-missing", "Token abc") == 1001
    assert dify_code("/retrieval", 401, "key-missing", "Bearer ") == 1001
    assert dify_code("/retrieval", 401, "key-unknown", "Bearer abc") == 1002
    assert dify_code("/retrieval", 403, "forbidden", "Bearer abc") == 1002
    assert dify_code("/retrieval", 404, "store-not-found", None) == 2001
    assert dify_code("/retrieval", 422, "invalid-request", None) is None
    assert dify_code("/v1/ask", 401, "key-missing", None) is None
