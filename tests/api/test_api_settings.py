from pathlib import Path

import pytest

from api.errors import SettingsError
from api.settings import Settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    for setting in Settings.table():
        monkeypatch.delenv(setting.name, raising=False)


def test_the_table_names_every_setting_with_default_and_help():
    table = {setting.name: setting.default for setting in Settings.table()}
    assert table == {
        "CHIDAO_DATA_DIR": "data",
        "CHIDAO_CATALOG": "",
        "CHIDAO_MODEL": "e5-small-vi",
        "CHIDAO_MODEL_QUERY_PREFIX": "",
        "CHIDAO_MODEL_PASSAGE_PREFIX": "",
        "CHIDAO_MODEL_SEGMENTED": "",
        "CHIDAO_INDEX": "local",
        "CHIDAO_INDEX_TOKEN": "",
        "CHIDAO_INDEX_DB": "",
        "CHIDAO_HOST": "127.0.0.1",
        "CHIDAO_PORT": "8000",
        "CHIDAO_LOG_LEVEL": "info",
        "CHIDAO_LOG_FORMAT": "text",
        "CHIDAO_LOG_QUERIES": "off",
        "CHIDAO_CORS_ORIGINS": "",
        "CHIDAO_THREADS": "",
        "CHIDAO_MAX_REQUESTS": "",
        "CHIDAO_MAX_WAITING": "64",
        "CHIDAO_REQUEST_TIMEOUT": "60.0",
        "CHIDAO_BODY_TIMEOUT": "20.0",
        "CHIDAO_SHUTDOWN_TIMEOUT": "25",
        "CHIDAO_INGEST_JOBS": "",
        "CHIDAO_WORKERS": "local",
        "CHIDAO_INGEST_TIMEOUT": "300",
        "CHIDAO_INGEST_MEMORY": "2048",
        "CHIDAO_UPLOADS": "auto",
        "CHIDAO_UPLOAD_MAX_MIB": "1024",
        "CHIDAO_UPLOAD_MAX_FILES": "1000",
        "CHIDAO_ACCESS": "auto",
        "CHIDAO_ANONYMOUS_LABELS": "",
        "CHIDAO_ANONYMOUS_RATE": "60/m",
        "CHIDAO_FRAME_ANCESTORS": "",
        "CHIDAO_LLM_URL": "",
        "CHIDAO_LLM_MODEL": "default",
        "CHIDAO_LLM_KEY": "",
        "CHIDAO_LLM_TIMEOUT": "10.0",
        "CHIDAO_LLM_LABELS": "public",
    }
    assert all(setting.help.endswith(".") for setting in Settings.table())


def test_variables_are_read_and_arguments_win(monkeypatch):
    monkeypatch.setenv("CHIDAO_DATA_DIR", "/a")
    monkeypatch.setenv("CHIDAO_PORT", "81")
    monkeypatch.setenv("CHIDAO_CORS_ORIGINS", "https://a.example, https://b.example")
    monkeypatch.setenv("CHIDAO_LOG_LEVEL", "DEBUG")
    monkeypatch.setenv("CHIDAO_MODEL_SEGMENTED", "true")
    found = Settings.load(data_dir=Path("/b"))
    assert (found.data_dir, found.port, found.log_level) == (Path("/b"), 81, "debug")
    assert found.cors_origins == ("https://a.example", "https://b.example")
    assert found.model_segmented is True


def test_an_empty_variable_is_an_unset_one(monkeypatch):
    monkeypatch.setenv("CHIDAO_PORT", "")
    assert Settings.load().port == 8000


def test_unknown_variables_are_errors_with_a_hint(monkeypatch):
    monkeypatch.setenv("CHIDAO_DATADIR", "/a")
    with pytest.raises(SettingsError, match=r"không có biến CHIDAO_DATADIR; có phải CHIDAO_DATA_DIR\?"):
        Settings.load()


def test_wrong_values_are_told_in_vietnamese(monkeypatch):
    monkeypatch.setenv("CHIDAO_PORT", "99999")
    monkeypatch.setenv("CHIDAO_LOG_LEVEL", "loud")
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert caught.value.problems == [
        "CHIDAO_PORT không được quá 65535",
        "CHIDAO_LOG_LEVEL phải là một trong: 'debug', 'info', 'warning' hoặc 'error'",
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("CHIDAO_PORT", "http"), ("CHIDAO_THREADS", "0"), ("CHIDAO_LOG_LEVEL", "loud")]
)
def test_wrong_values_are_named_by_their_variable(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        Settings.load()
