"""Quality gates: the share of questions that must be right, with a small tolerance for change.

Answers must be given and withheld: always answering and always abstaining both fail here.
"""

from pathlib import Path

import pytest

from benchmarks.quality.ask import judge, read_gold

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
SEEDS = ROOT.parent / "shared" / "seeds"


def verdicts_of(runtime, questions):
    engine = runtime.engine()
    return [judge(gold, engine.ask(gold.question)) for gold in questions]


def share(flags):
    flags = list(flags)
    return sum(flags) / len(flags)


@pytest.fixture(scope="session")
def sample_verdicts(samples):
    return verdicts_of(samples, read_gold(GOLDEN / "samples_questions.jsonl", None))


def test_answerable_questions_over_the_samples(sample_verdicts):
    answerable = [v for v in sample_verdicts if v.gold.answered]
    assert share(v.right for v in answerable) >= 0.90
    assert share(v.document_found for v in answerable) >= 0.93


def test_unanswerable_questions_over_the_samples(sample_verdicts):
    assert share(v.right for v in sample_verdicts if not v.gold.answered) >= 0.85


def test_questions_without_diacritics_or_with_abbreviations(sample_verdicts):
    odd = [v for v in sample_verdicts if v.gold.question.isascii() or "CV " in v.gold.question]
    assert len(odd) >= 15
    assert share(v.right for v in odd) >= 0.85


def test_every_citation_holds(samples, sample_verdicts):
    cited = [answer.citation for v in sample_verdicts for answer in v.result.answers]
    assert len(cited) > 80
    for citation in cited:
        text = samples.catalog.text(citation.document.id)
        assert text[citation.start : citation.end] == citation.quote
        assert citation.start <= citation.value_start < citation.value_end <= citation.end


def test_hits_are_exact_passages(samples, sample_verdicts):
    for verdict in sample_verdicts[:20]:
        for hit in verdict.result.hits:
            text = samples.catalog.text(hit.document.id)
            assert text[hit.start : hit.end] == hit.text
            assert all(0 <= mark.start < mark.end <= len(hit.text) for mark in hit.highlights)


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the development data is not here")
def test_the_founding_questions(open_engine):
    verdicts = verdicts_of(open_engine([SEEDS]), read_gold(GOLDEN / "seeds_questions.jsonl", None))
    assert [v.gold.question for v in verdicts if not v.right] == []
