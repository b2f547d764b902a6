"""Checks of what is in the data directory: the index against the catalog, samples, asking without network."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from api.checkup.installation import offline
from api.checkup.report import Finding, failed, fine, warning
from api.checkup.sockets import no_sockets
from api.engine.backend import INDEX, MilvusBackend, open_backend
from api.engine.verify import verify
from api.settings import LOCAL_INDEX, Settings
from corpus.catalog import Card, Catalog
from corpus.types import Passage
from indexer.errors import IndexMissing
from indexer.manifest import read_manifest
from indexer.sync import DENSE
from indexer.texts import model_key, passage_text

T = TypeVar("T")
_DOCUMENTS = 20  # that are looked at
_VECTORS = 12  # that are reckoned again: a passage takes some tens of milliseconds
_SAME = 0.99  # cosine of a vector with itself, reckoned on another processor
_REBUILD = "xóa thư mục index trong thư mục dữ liệu; lần hỏi sau sẽ lập lại từ kho văn bản"
_INGEST = "nạp văn bản bằng: chidao ingest"
_WARM_UP = "co quan nao chu tri"  # without diacritics: loads the restorer, too
_WORDS = 20  # of a passage that is asked for


def check_index(settings: Settings) -> Finding:
    """Compare model, counts and change number of the index with the catalog's."""
    if not settings.may_hold_documents:
        return warning("chưa có văn bản nào", _INGEST)
    with Catalog.open(settings.catalog_place) as catalog:
        documents, change, passages = catalog.count(), catalog.change_number(), catalog.count_passages()
        backend = open_backend(settings, catalog)
        try:
            found = backend.state()
        except IndexMissing:
            return warning(f"{documents} văn bản; chưa lập chỉ mục", "hỏi một câu là chỉ mục được lập")
        engine, held = _look_at(backend) if isinstance(backend, MilvusBackend) else ("", found.passages)
        backend.close()
    told = f"{documents} văn bản, {found.passages} đoạn, mô hình {found.recipe.model.name}{engine}"
    if held != found.passages:
        return failed(f"{told}; nhưng máy chủ chỉ mục có {held} đoạn", "nạp hoặc hỏi một câu để lập lại")
    if found.recipe.model.name != settings.model:
        return failed(
            f"{told}; nhưng đang cấu hình mô hình {settings.model}",
            f"đặt lại CHIDAO_MODEL như cũ, hoặc {_REBUILD}",
        )
    if found.change != change:
        return warning(
            f"{told}; chậm {change - found.change} thay đổi so với kho",
            "hỏi một câu là chỉ mục được cập nhật",
        )
    if found.passages != passages:
        return failed(f"{told}; nhưng kho có {passages} đoạn", _REBUILD)
    return fine(f"{told}; khớp với kho")


def check_index_files(settings: Settings) -> Finding:
    """Hash all files of the dense index: opening it hashes large ones at some places only."""
    if settings.index != LOCAL_INDEX:
        return fine("chỉ mục đặt ở máy chủ khác, không có tệp ở máy này")
    folder = settings.data_dir / INDEX
    try:
        segments = read_manifest(folder).segments
    except IndexMissing:
        return warning("chưa lập chỉ mục", "hỏi một câu là chỉ mục được lập")
    from indexer.dense import verify as verify_segment

    try:
        for segment in segments:
            verify_segment(folder / DENSE, segment)
    except FileNotFoundError as error:
        return failed(f"chỉ mục thiếu tệp {Path(error.filename).name}", _REBUILD)
    files = [one for segment in segments for one in segment.files]
    told = f"{len(files)} tệp vectơ của chỉ mục, {sum(one.size for one in files) / 1e6:.1f} MB"
    return fine(f"{told}, nguyên vẹn")


def check_reading(settings: Settings) -> Finding:
    """Count the files that an earlier version of the program has read, and reads in another way today."""
    if not settings.may_hold_documents:
        return warning("chưa có văn bản nào", _INGEST)
    with Catalog.open(settings.catalog_place) as catalog:
        stale = catalog.count_stale_files()
    if stale:
        return warning(f"{stale} tệp được đọc bằng cách đọc của bản trước", "đọc lại bằng: chidao reread")
    return fine("mọi tệp đều được đọc bằng cách đọc của bản này")


def _look_at(backend: MilvusBackend) -> tuple[str, int]:
    """Return engine and collection in words, and how many passages it holds; raises IndexUnreachable."""
    from indexer.milvus.collection import Collection

    connection, collection = backend.connection, backend.collection()
    connection.require()
    told = f"{connection.target.uri}, phiên bản {connection.version()}, tập {collection}"
    return f"; máy chủ chỉ mục {told}", Collection(connection, collection).count()


def check_samples(settings: Settings) -> Finding:
    """Look some passages up in their texts, and reckon some of their vectors again."""
    if not settings.may_hold_documents:
        return warning("chưa có văn bản nào", _INGEST)
    with offline(), Catalog.open(settings.catalog_place) as catalog:
        cards = _sample(catalog.all_headers(), _DOCUMENTS)
        if not cards:
            return warning("chưa có văn bản nào", _INGEST)
        passages = [(card, passage) for card in cards for passage in catalog.passages(card.id)]
        texts = {card.id: catalog.text(card.id) for card in cards}
        wrong = [p.id for _, p in passages if p.span.of(texts[p.document_id]) != p.text]
        if wrong:
            return failed(
                f"{len(wrong)} trong {len(passages)} đoạn không khớp văn bản của mình",
                "khôi phục kho từ bản sao lưu, hoặc nạp lại văn bản bằng: chidao ingest",
            )
        compared, least = _compare_vectors(settings, catalog, passages)
    if compared and least < _SAME:
        return failed(f"vectơ lưu trong kho không phải của mô hình này (cosin {least:.3f})", _REBUILD)
    return fine(
        f"{len(passages)} đoạn của {len(cards)} văn bản khớp nguyên văn, {compared} vectơ tính lại khớp"
    )


def check_offline(settings: Settings) -> Finding:
    """Load without reaching out, then ask with every socket forbidden; every citation must hold."""
    if not settings.may_hold_documents:
        return warning("chưa có văn bản nào để hỏi", _INGEST)
    if settings.index != LOCAL_INDEX:
        return fine("chỉ mục đặt ở máy chủ khác nên khi hỏi có kết nối tới đó; không thử cấm mạng")
    with offline(), Catalog.open(settings.catalog_place) as catalog:
        cards = _sample(catalog.all_headers(), 3)
        if not cards:
            return warning("chưa có văn bản nào để hỏi", _INGEST)
        questions = [q for card in cards for q in _questions(card, catalog.passages(card.id))]
        with no_sockets(but_unused=True) as attempts:
            engine = open_backend(settings, catalog).open_engine()
            engine.ask(_WARM_UP)
        with no_sockets() as while_asking:
            verified = [verify(engine.ask(question), catalog.text) for question in questions]
    attempts += while_asking
    citations = sum(len(each.result.answers) for each in verified)
    dropped = sum(each.dropped for each in verified)
    if attempts:
        return failed(
            f"khi hỏi có mở kết nối mạng: {', '.join(sorted(set(attempts)))}", "xin báo lại lỗi này"
        )
    if dropped:
        return failed(
            f"{dropped} câu trả lời có trích dẫn không khớp văn bản", "xin báo lại lỗi này kèm văn bản"
        )
    return fine(
        f"đã hỏi {len(questions)} câu khi cấm mọi kết nối mạng; {citations} trích dẫn đều đúng nguyên văn"
    )


def _questions(card: Card, passages: Sequence[Passage]) -> tuple[str, str]:
    """Return a question on a fact of the head, and the words of a passage."""
    number = card.header.number.value if card.header.number else card.title
    words = passages[0].text.split()[:_WORDS] if passages else []
    return f"Ai ký văn bản {number}?", " ".join(words) or card.title


def _compare_vectors(
    settings: Settings, catalog: Catalog, passages: Sequence[tuple[Card, Passage]]
) -> tuple[int, float]:
    """Return how many vectors were reckoned again, and the worst cosine."""
    embedder = open_backend(settings, catalog).embedder
    chosen = _sample(passages, _VECTORS)
    stored = catalog.vectors([passage.id for _, passage in chosen], model_key(embedder.spec))
    known = [(card, passage) for card, passage in chosen if passage.id in stored]
    if not known:
        return 0, 1.0
    again = embedder.embed_passages([passage_text(card.title, passage) for card, passage in known])
    kept = np.stack([stored[passage.id] for _, passage in known])
    lengths = np.linalg.norm(again, axis=1) * np.linalg.norm(kept, axis=1)
    return len(known), float(((again * kept).sum(axis=1) / lengths).min())


def _sample(items: Sequence[T], most: int) -> list[T]:
    """Return some items, the same ones each time."""
    return random.Random(0).sample(list(items), min(most, len(items)))
