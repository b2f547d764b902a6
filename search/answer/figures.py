"""Answers that are counts and measures, and the state that a count of tasks is in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.agencies import provinces_in
from corpus.letters import fold_letters
from corpus.types import Figure, Span
from search.answer.context import Context, Draft, Finding, nothing
from search.answer.fit import TaskFit
from search.answer.quotes import words_between
from search.asking.cues import ASKS_CODE
from search.asking.forms import asking_form
from search.terms import TermSet
from search.types import AnswerType, Reason

_MONEY = frozenset(("dong", "trieu dong", "ty dong", "nghin dong", "usd", "trieu usd", "ty usd"))
_ASKS_MONEY = re.compile(
    r"kinh phi|ngan sach|\bvon\b(?! dau tu cong)|so tien|bao nhieu (?:tien|dong|ty|trieu)"
    r"|gia tri|kim ngach|thiet hai|\bgia (?:ban|xang|dau|thoc|dien|nuoc)"
    r"|muc (?:chi|ho tro|thu|phi|phat|luong|hoc phi|vay|cho vay|chuan tro giup)"
)
_ASKS_SHARE = re.compile(r"ty le|phan tram|bao nhieu %|lai suat|thue suat|toc do tang|ty trong")
_ASKED_UNIT = re.compile(r"(?:bao nhieu|\bmay) (\w+(?: \w+)?)")
_GIVEN_NUMBER = re.compile(r"(?<![\w/.-])(\d+(?:[.,]\d+)*)(?![\w/-])")
_COUNTS = re.compile(r"\b(?:bao nhieu|may) \w")
_LEAST_FIT, _LEAST_FIT_NAMED = 0.35, 0.3
_MOST_ANSWERS = 3
_TIE = 0.05
_STATUS_WITHIN = 120  # how far behind its count a status may begin


@dataclass(frozen=True, slots=True)
class _Fit:
    figure: Figure
    score: float
    own: float  # the fit of the figure's own words, without the clause around them
    near: str  # the words of the clause that are nearer to it than to other figures


def answer(context: Context) -> Finding:
    """Answer how many or how much; a figure of another kind than asked (people for money) is no answer."""
    if ASKS_CODE.search(asking_form(context.query.text)):
        return nothing(Reason.SLOT_NOT_STATED if context.documents else Reason.NOT_IN_CORPUS)
    figures = _figures(context)
    given = _given_numbers(context)
    wanted = [f for f in figures if _is_kind(f, context.query.folded) and f.value not in given]
    fits = _fitting(context, wanted, given, figures)
    kept = [fit for fit in fits if fit.own >= fits[0].own - _TIE and _fits_well(context, fit)]
    kept = [
        fit for fit in kept if fit.score >= fits[0].score - _TIE and fit.figure.part_of != fits[0].figure.id
    ]
    if not kept:
        return nothing(Reason.SLOT_NOT_STATED if context.documents else Reason.NOT_IN_CORPUS)
    return Finding(tuple(_draft(context, fit) for fit in kept[:_MOST_ANSWERS]))


def _fits_well(context: Context, fit: _Fit) -> bool:
    """Tell whether a figure's words are what was asked."""
    document_id = fit.figure.document_id
    least = context.least_fit(_LEAST_FIT_NAMED, _LEAST_FIT, document_id)
    return fit.score >= least


def answer_progress(context: Context) -> Finding:
    """Answer what became of a number of tasks: the parts into which their count is broken down."""
    figures = _figures(context)
    given = _given_numbers(context)
    parts_of: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.part_of:
            parts_of.setdefault(figure.part_of, []).append(figure)
    told = {whole for whole, parts in parts_of.items() if any(part.status for part in parts)}
    totals = [f for f in figures if f.id in told and (not given or f.value in given)]
    fits = _fitting(context, totals, frozenset(), figures)
    if not fits or fits[0].score < _LEAST_FIT:
        stated = [f for f in figures if f.status and f.value not in given]
        fits = _fitting(context, stated, given, figures)
        if not fits or fits[0].score < _LEAST_FIT:
            return nothing(Reason.SLOT_NOT_STATED if context.documents else Reason.NOT_IN_CORPUS)
        close = [fit for fit in fits if fit.score >= fits[0].score - _TIE]
        return Finding(tuple(_with_status(context, fit) for fit in close[:_MOST_ANSWERS]))
    total = fits[0]
    parts = sorted(parts_of[total.figure.id], key=lambda f: f.value_span)
    if (asked := _part_asked(context, parts)) is not None:
        draft = _draft(context, replace(total, figure=asked))
        return Finding((replace(draft, normalized=draft.normalized | {"of": f"{total.figure.value:g}"}),))
    return Finding((_breakdown(context, total, parts),))


def _part_asked(context: Context, parts: Sequence[Figure]) -> Figure | None:
    """Return the part whose state a question names ("bao nhiêu nhiệm vụ đang thực hiện"); None for all."""
    if _COUNTS.search(context.query.folded) is None:
        return None
    named = [part for part in parts if part.status and _names(context.query.folded, part.status)]
    return named[0] if len(named) == 1 else None


def _names(folded: str, status: str) -> bool:
    return re.search(rf"\b{re.escape(fold_letters(status))}\b", folded) is not None


def _figures(context: Context) -> tuple[Figure, ...]:
    ranks = context.rank_of()
    figures = context.catalog.figures(context.document_ids())
    return tuple(f for f in figures if context.is_whole(f.document_id) or f.passage_id in ranks)


def _fitting(
    context: Context, wanted: Sequence[Figure], given: frozenset[float], figures: Sequence[Figure]
) -> list[_Fit]:
    texts = {i: context.catalog.text(i) for i in {f.document_id for f in wanted}}
    by_id = {figure.id: figure for figure in figures}
    near = dict(zip((f.id for f in wanted), _near(wanted, figures, texts), strict=True))
    own = [TermSet.of(_words(texts[f.document_id], f, by_id) + " . " + near[f.id]) for f in wanted]
    clauses = [TermSet.of(f.clause.of(texts[f.document_id])) for f in wanted]
    fit = TaskFit(context, [*own, *clauses])
    subjects = context.query.provinces
    ranks = context.rank_of()
    best = max(ranks.values(), default=1.0) or 1.0
    unit = _ASKED_UNIT.search(context.query.folded)
    fits = []
    for figure, terms, clause in zip(wanted, own, clauses, strict=True):
        own_fit = fit(figure.document_id, terms)
        task = 0.4 * own_fit + 0.4 * fit(figure.document_id, clause)
        score = task + 0.1 * ranks.get(figure.passage_id, 0.0) / best
        if subjects and provinces_in(fold_letters(near[figure.id])) & subjects:
            score += 0.15
        if unit and fold_letters(figure.unit).split()[:1] == unit[1].split()[:1]:
            score += 0.15
        whole = by_id.get(figure.part_of or "")
        if whole is not None and whole.value in given:
            score += 0.15
        fits.append(_Fit(figure, score, own_fit, near[figure.id]))
    return sorted(fits, key=lambda fit: (-fit.score, fit.figure.id))


def _near(wanted: Sequence[Figure], figures: Sequence[Figure], texts: Mapping[str, str]) -> list[str]:
    """Return the words between each figure's neighbours: what follows one number belongs to the next."""
    spans: dict[str, list[Span]] = {}
    for figure in figures:
        spans.setdefault(figure.document_id, []).append(figure.value_span)
    return [words_between(texts[f.document_id], f.clause, f.value_span, spans[f.document_id]) for f in wanted]


def _words(text: str, figure: Figure, by_id: dict[str, Figure]) -> str:
    whole = by_id.get(figure.part_of or "")
    return " . ".join(
        (figure.value_span.of(text), figure.indicator, figure.status or "", whole.indicator if whole else "")
    )


def _given_numbers(context: Context) -> frozenset[float]:
    text = context.query.folded
    for mention in reversed(context.query.numbers):
        text = (
            text[: mention.span.start]
            + " " * (mention.span.end - mention.span.start)
            + text[mention.span.end :]
        )
    return frozenset(float(m[1].replace(".", "").replace(",", ".")) for m in _GIVEN_NUMBER.finditer(text))


def _is_kind(figure: Figure, folded: str) -> bool:
    unit = fold_letters(figure.unit).split("/")[0].strip()  # "đồng/người/ngày" is money
    money = unit in _MONEY or unit.endswith((" dong", " usd"))
    if _ASKS_SHARE.search(folded):
        return "%" in unit or unit == "phan tram" or ("diem" in folded and "phan tram" in unit)
    return money if _ASKS_MONEY.search(folded) else True


def _draft(context: Context, fit: _Fit) -> Draft:
    figure = fit.figure
    normalized = {"value": f"{figure.value:g}", "unit": figure.unit}
    if figure.status:
        normalized["status"] = figure.status
    if figure.as_of:
        normalized["as_of"] = figure.as_of.isoformat()
    return Draft(
        type=context.query.type,
        document_id=figure.document_id,
        quote=_covering(figure.clause, figure.value_span),
        value=figure.value_span,
        confidence=round(min(0.95, 0.4 + 0.55 * fit.score), 2),
        passage_id=figure.passage_id,
        normalized=normalized,
    )


def _with_status(context: Context, fit: _Fit) -> Draft:
    """Answer with a count and the state it is in: "7 nhiệm vụ đã hoàn thành"."""
    draft = _draft(context, fit)
    text = context.catalog.text(fit.figure.document_id)
    value = _reaching(text, fit.figure.value_span, fit.figure.status)
    return replace(draft, value=value, quote=_covering(draft.quote, value))


def _reaching(text: str, span: Span, status: str | None) -> Span:
    """Stretch a span over the status that follows it."""
    at = text.find(status, span.end, span.end + _STATUS_WITHIN) if status else -1
    return Span(span.start, at + len(status)) if status and at >= 0 else span


def _breakdown(context: Context, total: _Fit, parts: Sequence[Figure]) -> Draft:
    text = context.catalog.text(total.figure.document_id)
    last = _reaching(text, parts[-1].value_span, parts[-1].status)
    value = Span(parts[0].value_span.start, last.end)
    normalized = {"total": f"{total.figure.value:g}", "unit": total.figure.unit}
    normalized |= {part.status or part.indicator: f"{part.value:g}" for part in parts}
    return Draft(
        type=AnswerType.PROGRESS,
        document_id=total.figure.document_id,
        quote=_covering(_covering(total.figure.clause, parts[0].clause), value),
        value=value,
        confidence=round(min(0.95, 0.5 + 0.5 * total.score), 2),
        passage_id=total.figure.passage_id,
        normalized=normalized,
    )


def _covering(a: Span, b: Span) -> Span:
    return Span(min(a.start, b.start), max(a.end, b.end))
