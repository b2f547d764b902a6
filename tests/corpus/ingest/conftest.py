"""Runs that change nothing about the processes that read share them."""

import pytest


@pytest.fixture(autouse=True)
def _workers_stay(kept_workers, monkeypatch):
    monkeypatch.setattr("corpus.ingest.run.open_pool", kept_workers.lent)
