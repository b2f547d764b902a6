"""Files read on two machines, one of which drops dead in the middle."""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

import corpus.crew
from corpus.catalog import Catalog
from corpus.errors import WorkersUnreachable
from corpus.ingest import IngestOptions, ingest_files, list_files
from tests.cluster import machines, why_not

SAMPLES = Path(__file__).resolve().parents[3] / "corpus" / "samples"
COPIES = 12
SCRIPT = """
import json, sys
from pathlib import Path
from corpus.catalog import Catalog
from corpus.ingest import IngestOptions, ingest_files, list_files
from indexer.embedding import ModelOrder, embed_missing
from models.load import load_embedder
folder, data = Path(sys.argv[1]), Path(sys.argv[2])
with Catalog.open(data) as catalog:
    for report in ingest_files(catalog, list_files([folder]), IngestOptions(workers="ray")):
        print(json.dumps([report.source, report.status, str(report.error or "")]), flush=True)
    spec = load_embedder("hashing").spec
    print(json.dumps(embed_missing(catalog, spec, ModelOrder("hashing"), "ray")), flush=True)
"""


@pytest.fixture
def two():
    reason = why_not()
    if reason:
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="cdr-", dir="/tmp"))  # Ray's sockets want a short path
    try:
        with machines(folder) as cluster:
            cluster.join()
            cluster.join()
            yield cluster
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def many_files(folder: Path) -> Path:
    folder.mkdir()
    for source in sorted(SAMPLES.glob("[0-9]*.txt"))[:8]:
        text = source.read_text(encoding="utf-8")
        for copy in range(COPIES):
            words = text.split(" ")  # other enough to be no duplicate
            other = " ".join(word + str(copy) if i % 3 == 0 else word for i, word in enumerate(words))
            (folder / f"{copy}-{source.name}").write_text(other, encoding="utf-8")
    return folder


@pytest.mark.cluster
def test_a_machine_that_drops_dead_costs_no_file(two, tmp_path):
    folder, data = many_files(tmp_path / "in"), tmp_path / "data"
    run = two.run(sys.executable, "-c", SCRIPT, str(folder), str(data))
    assert run.stdout is not None
    told = [run.stdout.readline() for _ in range(10)]
    two.kill(1)
    rest, _ = run.communicate(timeout=300)
    *lines, embedded = [
        json.loads(line) for line in (*told, *rest.splitlines()) if line.startswith(("[", *"0123456789"))
    ]
    assert run.returncode == 0, rest
    sources = [source for source, _, _ in lines]
    assert sorted(sources) == sorted(path.name for path in folder.iterdir())  # each once
    assert {error for _, _, error in lines} == {""}
    with Catalog.open(tmp_path / "here") as here, Catalog.open(data) as there:
        list(ingest_files(here, list_files([folder]), IngestOptions(jobs=2)))
        assert {card.id for card in here.all_headers()} == {card.id for card in there.all_headers()}
        assert embedded == there.count_passages() > 0


def test_where_ray_is_missing_it_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(corpus.crew, "find_spec", lambda name: None)
    with Catalog.open(tmp_path) as catalog, pytest.raises(WorkersUnreachable, match=r"pip install"):
        list(ingest_files(catalog, [], IngestOptions(workers="ray")))


class Gone(Exception):
    """As Ray tells that a hand is gone."""


class FakeRay:
    """Hands that die as they are told; what they hold is done when somebody waits."""

    def __init__(self, deaths: int) -> None:
        self.exceptions = SimpleNamespace(RayTaskError=ZeroDivisionError, RayError=Gone)
        self.deaths = deaths
        self.killed = 0

    def init(self, *_: object, **__: object) -> None: ...

    def remote(self, **_: object):
        return lambda kind: SimpleNamespace(remote=lambda *told: Actor(kind(*told)))

    def cluster_resources(self):
        return {"CPU": 2.0}

    def wait(self, refs, num_returns, timeout):
        return list(refs)[:num_returns], []

    def get(self, ref):
        if ref.work is None:
            return None
        if ref.actor.dead or self.deaths:
            self.deaths -= 0 if ref.actor.dead else 1
            ref.actor.dead = True
            raise Gone
        return ref.work()

    def kill(self, actor) -> None:
        self.killed += 1


class Actor:
    def __init__(self, keeper) -> None:
        self.dead = False
        self.work = SimpleNamespace(remote=lambda payload: Ref(self, lambda: keeper.work(payload)))
        self.ready = SimpleNamespace(remote=lambda: Ref(self, None))


class Ref:
    def __init__(self, actor, work) -> None:
        self.actor, self.work = actor, work


def double():
    return lambda payload: payload * 2


@pytest.mark.parametrize(("deaths", "done"), [(0, 10), (3, 10), (1000, 0)])
def test_work_of_a_lost_hand_is_done_again_but_not_for_ever(monkeypatch, deaths, done):
    ray = FakeRay(deaths)
    monkeypatch.setitem(sys.modules, "ray", ray)
    monkeypatch.setattr(corpus.crew, "find_spec", lambda name: True)
    monkeypatch.setitem(sys.modules, "hands_of_this_test", SimpleNamespace(double=double))
    crew = corpus.crew.Crew("ray", "hands_of_this_test:double", (), None)
    found, given = [], 0
    while given < 10 or len(crew):
        while given < 10 and crew.has_room():
            crew.give(given, given)
            given += 1
        found += crew.done(1.0)
    assert sorted(one.key for one in found) == list(range(10))  # each once
    assert sum(one.result == one.key * 2 and not one.fault for one in found) == done
    crew.close()
