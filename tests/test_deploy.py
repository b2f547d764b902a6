"""The files of deploy/: what they name exists, and what they promise is in them."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient

from api.app import create_app
from api.engine.runtime import Runtime
from api.settings import Settings, variable
from corpus.catalog import Catalog
from tests.api.fakes import FakeBackend, make_record

DEPLOY = Path(__file__).parent.parent / "deploy"
_NAME = re.compile(r"\b(?:chidao|process)_[a-z_]+")
_SUFFIXES = ("_bucket", "_sum", "_count")


@pytest.fixture(scope="module")
def exposed(tmp_path_factory):
    """Return the names and the labels of all metrics, by asking a server for them."""
    folder = tmp_path_factory.mktemp("deploy") / "data"
    with Catalog.open(folder) as catalog:
        catalog.put(make_record())
        (folder / "index").mkdir()
        (folder / "index" / "manifest.json").write_text("{}")
        runtime = Runtime(Settings(data_dir=folder), catalog, FakeBackend(catalog))
        with TestClient(create_app(runtime.settings, runtime)) as client:
            client.get("/v1/search", params={"q": "dự án"})
            client.post("/v1/ask", json={"question": "vắng"})
            text = client.get("/metrics").text
    return set(re.findall(r"^# TYPE (\w+) ", text, re.MULTILINE)), text


def names_of(*expressions):
    found = {name for each in expressions for name in _NAME.findall(each)}
    return {next((name.removesuffix(s) for s in _SUFFIXES if name.endswith(s)), name) for name in found}


def expressions_of_dashboard():
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
    return [target["expr"] for panel in board["panels"] for target in panel["targets"]]


def expressions_of_alerts():
    groups = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"]
    return [rule["expr"] for group in groups for rule in group["rules"]]


@pytest.mark.parametrize("read", [expressions_of_dashboard, expressions_of_alerts])
def test_dashboard_and_alerts_name_metrics_that_exist(exposed, read):
    names = names_of(*read())
    assert len(names) > 5
    assert names - exposed[0] == set()


def test_labels_in_expressions_exist(exposed):
    known = set(re.findall(r"(\w+)=\"", exposed[1])) | {"job", "instance"}
    expressions = expressions_of_dashboard() + expressions_of_alerts()
    used = {label for each in expressions for label in re.findall(r"(\w+)\s*(?:=~|!=|=)\s*\"", each)}
    used |= {
        label
        for each in expressions
        for by in re.findall(r"by \(([^)]*)\)", each)
        for label in by.split(", ")
    }
    assert used - known - {"kind"} == set()  # kind: of files that failed, none did here


def test_every_alert_says_what_to_do():
    groups = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"]
    for rule in (rule for group in groups for rule in group["rules"]):
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["description"].endswith(".")


def test_panels_do_not_overlap():
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
    taken = set()
    for panel in board["panels"]:
        at = panel["gridPos"]
        cells = {(at["x"] + i, at["y"] + j) for i in range(at["w"]) for j in range(at["h"])}
        assert not cells & taken
        assert at["x"] + at["w"] <= 24
        taken |= cells


def test_every_setting_that_is_named_exists():
    known = {variable(name) for name in Settings.model_fields}
    for path in filter(Path.is_file, DEPLOY.rglob("*")):
        assert set(re.findall(r"CHIDAO_[A-Z_]*[A-Z]", path.read_text("utf-8"))) - {"CHIDAO_NAME"} <= known, (
            path
        )


def test_the_image_runs_as_nobody_in_particular_and_knows_its_health():
    lines = (DEPLOY / "Dockerfile").read_text("utf-8")
    last = lines[lines.rindex("\nFROM ") :]
    assert re.search(r"^USER \d+$", last, re.MULTILINE)
    assert "/readyz" in last[last.index("HEALTHCHECK") :]
    assert "STOPSIGNAL SIGTERM" in last
    copied = set(re.findall(r"^COPY (\w+) \w+$", lines, re.MULTILINE))
    assert copied == {"corpus", "models", "indexer", "search", "api"}


def test_the_containers_are_locked_down_and_get_time_to_stop():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    service = compose["services"]["chidao"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert int(service["stop_grace_period"].removesuffix("s")) > Settings().shutdown_timeout + 10
    for each in compose["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in each.get("ports", ()))
        for mount in (volume for volume in each.get("volumes", ()) if volume.startswith("./")):
            assert (DEPLOY / mount.split(":")[0]).is_file()


def test_the_unit_gives_time_to_stop():
    unit = (DEPLOY / "chidao.service").read_text("utf-8")
    assert int(re.search(r"TimeoutStopSec=(\d+)", unit)[1]) > Settings().shutdown_timeout + 10
    assert "ProtectSystem=strict" in unit
    assert "NoNewPrivileges=yes" in unit


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_the_unit(tmp_path):
    unit = tmp_path / "chidao.service"
    text = (DEPLOY / "chidao.service").read_text("utf-8")
    unit.write_text(re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", text, flags=re.MULTILINE), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if "chidao.service" in line]) == (
        0,
        [],
    )
