"""Results as text with citations, for a model to pass on: in Vietnamese, like the documents."""

from collections.abc import Sequence

from api.documents.schemas import DocumentOut
from api.genealogy.words import RELATIONS, name_of, note_of
from api.mcp.shapes import DocumentPart
from api.register.words import NOTHING, ROLES, VIAS, deadline_of
from api.wording import (
    TYPES,
    about_of,
    day_of,
    full_name_of,
    is_doubtful,
    one_line,
    reason_of,
    source_of,
    source_of_hit,
)
from search.genealogy import Family, Work
from search.register import RegisterPage, RegisterRow, Via
from search.types import Answer, AskResult, Hit, SearchResult, Status

_NEAREST = 3  # passages shown where there is no answer
_LONG = 2  # a sentence so many times longer than its task says more than the task
_ABSTAINED = (
    "KHÔNG TRẢ LỜI (abstained, {reason}): {told}\n"
    "Hãy báo đúng như vậy cho người hỏi, không tự suy đoán câu trả lời."
)


def answer_text(result: AskResult) -> str:
    """Say answers with their proof, or why there is none."""
    if result.status is Status.ANSWERED:
        return "\n\n".join(f"[{i}] {_answer(answer)}" for i, answer in enumerate(result.answers, 1))
    lines = [_ABSTAINED.format(reason=result.reason, told=reason_of(result.reason))]
    if result.candidates:
        lines.append("Có thể là:")
        lines += [f"- {full_name_of(card)} (id {card.id})" for card in result.candidates]
    if result.hits:
        lines.append("Đoạn gần nhất, chưa chắc là điều được hỏi:")
        lines += [_hit(hit) for hit in result.hits[:_NEAREST]]
    return "\n".join(lines)


def hits_text(result: SearchResult) -> str:
    """Say ranked passages."""
    return "\n\n".join(map(_hit, result.hits)) or "Không tìm thấy đoạn nào."


def document_text(part: DocumentPart) -> str:
    """Say a header and a part of the text."""
    shown = f"Nội dung, ký tự {part.start}–{part.end} trên {part.length}"
    following = f"\n\n(còn tiếp: start={part.next_start})" if part.next_start is not None else ""
    return f"{_header(part.document)}\n{shown}:\n\n{part.text}{following}"


def assignments_text(page: RegisterPage, next_offset: int | None, caution: str) -> str:
    """Say a page of the register; a caution comes first."""
    if not page.rows:
        return NOTHING
    lines = [caution] if caution else []
    lines += [f"{len(page.rows)} trên {page.total} dòng nhiệm vụ:", *map(_assignment, page.rows)]
    if next_offset is not None:
        lines.append(f"(còn tiếp: offset={next_offset})")
    return "\n".join(lines)


def families_text(families: Sequence[Family], told: Sequence[Sequence[RegisterRow]], omitted: int) -> str:
    """Say families one after the other, each with the tasks that its documents tell."""
    parts = [_family(family, rows) for family, rows in zip(families, told, strict=True)]
    if omitted:
        parts.append(f"(Phả hệ lớn: lược bớt {omitted} văn bản ở xa hơn.)")
    return "\n\n".join(parts)


def _answer(answer: Answer) -> str:
    citation = answer.citation
    sure = f"độ tin cậy {answer.confidence:.0%}" + (", cần kiểm tra lại" if is_doubtful(answer) else "")
    return (
        f"{TYPES[answer.type]}: {one_line(answer.value)} ({sure})\n"
        f"    “{one_line(citation.quote)}”\n"
        f"    — {source_of(citation)}; ký tự {citation.start}–{citation.end}, id {citation.document.id}"
    )


def _hit(hit: Hit) -> str:
    return f"[{hit.rank}] {source_of_hit(hit)}; ký tự {hit.start}–{hit.end}, id {hit.document.id}\n{hit.text}"


def _header(document: DocumentOut) -> str:
    facts = {
        "Số, ký hiệu": document.number,
        "Loại": document.kind,
        "Cơ quan ban hành": document.issuer,
        "Ngày ban hành": day_of(document.issued_on),
        "Ngày có hiệu lực": day_of(document.effective_on),
        "Người ký": ", ".join(filter(None, (document.signer, document.signer_post))),
        "Kính gửi": "; ".join(document.addressees),
        "Số trang": str(document.pages or ""),
        "Mã": document.id,
        "Tệp": document.source,
    }
    told = [f"{name}: {one_line(value)}" for name, value in facts.items() if value]
    ocr = ["Có trang nhận dạng từ ảnh, chữ có thể sai."] if document.provenance.ocr_pages else []
    return "\n".join([one_line(document.title), *told, *ocr])


def _assignment(row: RegisterRow) -> str:
    via = f", {VIAS[row.via]}" if row.via and row.via is not Via.NAME else ""
    due = deadline_of(row)
    citation, quote = row.citation, one_line(row.citation.quote)
    told = f"- {row.agency} ({ROLES[row.role]}{via}): “{quote}”"
    told += f" | việc: {one_line(row.task)}" if len(quote) > _LONG * len(row.task) else ""
    told += f" | thời hạn: {due}" if due else ""
    told += f" | sản phẩm: {row.product}" if row.product else ""
    return f"{told}\n    — {source_of(citation)}; id {citation.document.id}"


def _family(family: Family, told: Sequence[RegisterRow]) -> str:
    works = {work.id: work for work in family.works}
    lines = [f"Phả hệ của {_work(works[family.work], family)}:"]
    for generation, row in enumerate(family.rows):
        lines += [f"- đời {generation}: {_work(work, family)}{_held(work)}" for work in row]
    if family.links:
        lines.append("Văn bản nào dựa vào văn bản nào:")
    lines += [
        f"- {name_of(works[link.citing])} {RELATIONS[link.relation]} {name_of(works[link.cited])}: "
        f"“{one_line(link.citation.quote)}” — {source_of(link.citation)}"
        for link in family.links
    ]
    if told:
        lines += ["Nhiệm vụ được giao trong các văn bản này:", *map(_assignment, told)]
    return "\n".join(lines)


def _work(work: Work, family: Family) -> str:
    note = note_of(work, family.validity[work.id])
    return f"{one_line(name_of(work))} ({note})" if note else one_line(name_of(work))


def _held(work: Work) -> str:
    about = about_of(work.title or "", name_of(work))
    ids = f"; id {', '.join(work.documents)}" if work.documents else ""
    return (f": {about}" if about else "") + ids
