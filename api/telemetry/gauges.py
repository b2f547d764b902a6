"""What the server holds, read at each scrape."""

from prometheus_client.core import GaugeMetricFamily, Metric

from api.engine.runtime import Runtime, State
from api.settings import Settings
from api.version import VERSION
from corpus.errors import CorpusError
from indexer.errors import IndexerError
from indexer.manifest import FILE_NAME

_INDEX = "index"


def gauges(settings: Settings, runtime: Runtime | None) -> list[Metric]:
    """Return what is known without loading anything; what cannot be read is left out."""
    found: list[Metric] = [_build_info(settings, runtime)]
    if runtime is None:
        return found
    try:
        values = _of_catalog(runtime)
    except CorpusError:
        values = {}
    values["chidao_ready"] = ("Whether questions can be answered.", float(runtime.state is State.READY))
    try:
        written = (settings.data_dir / _INDEX / FILE_NAME).stat().st_mtime
        told = "When the index was last brought up to the catalog."
        values["chidao_index_last_success_timestamp_seconds"] = (told, written)
    except OSError:
        pass  # nothing indexed yet
    return found + [GaugeMetricFamily(name, told, value) for name, (told, value) in values.items()]


def _of_catalog(runtime: Runtime) -> dict[str, tuple[str, float]]:
    catalog = runtime.catalog
    return {
        "chidao_index_documents": ("Documents in the catalog.", float(catalog.count())),
        "chidao_index_passages": ("Passages in the catalog.", float(catalog.count_passages())),
        "chidao_index_behind": ("Whether the index lacks changes.", float(runtime.is_behind())),
        "chidao_catalog_change_number": ("Changes of the catalog so far.", float(catalog.change_number())),
    }


def _build_info(settings: Settings, runtime: Runtime | None) -> Metric:
    """Tell program and model; the revision is the checksum of the weights that the index was made with."""
    try:
        revision = runtime.index_state().recipe.model.sha256[:12] if runtime else ""
    except (IndexerError, CorpusError):
        revision = ""
    info = GaugeMetricFamily(
        "chidao_build_info", "Version of the program, its model.", labels=["version", "model", "revision"]
    )
    info.add_metric([VERSION, settings.model, revision], 1.0)
    return info
