"""Measures of runs by ir_measures; a question without results counts as zero."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from api.errors import ExtraMissing, MeasureUnknown
from api.evaluation.trec import Judgements, Run

if TYPE_CHECKING:
    from ir_measures import Measure

Values = dict[str, dict[str, float]]  # measure -> query id -> value


def parsed(names: Sequence[str]) -> list["Measure"]:
    """Return the measures of these names; raises MeasureUnknown or ExtraMissing."""
    try:
        import ir_measures
    except ImportError as error:
        raise ExtraMissing("eval") from error
    found = []
    for name in names:
        try:
            found.append(ir_measures.parse_measure(name))
        except (NameError, ValueError, SyntaxError) as error:
            raise MeasureUnknown(name) from error
    return found


def per_query(judged: Judgements, run: Run, measures: Sequence["Measure"]) -> Values:
    """Return every measure of every judged query, by the names that ir_measures gives."""
    import ir_measures

    values: Values = {str(measure): dict.fromkeys(judged, 0.0) for measure in measures}
    for metric in ir_measures.iter_calc(list(measures), judged, run.found):
        if metric.query_id in judged:
            values[str(metric.measure)][metric.query_id] = float(metric.value)
    return values
