"""What the speed suite writes: tables between markers, and plots that are well formed."""

from pathlib import Path
from xml.etree import ElementTree

from benchmarks.speed.suite.latency import SHARES, Timed, filters_by_share
from benchmarks.speed.suite.machine import spread
from benchmarks.speed.suite.questions import questions
from benchmarks.speed.suite.report import write_tables
from benchmarks.speed.suite.svg import Bar, Line, bars_plot, lines_plot

_START = "<!-- suite:start -->\nold\n<!-- /suite -->\n"
_PARTS = "<!-- suite:parts -->\nkept\n<!-- /suite -->\n"
_PAGE = f"before\n{_START}between\n{_PARTS}"


def test_tables_are_written_between_their_markers_and_nothing_else_changes(tmp_path: Path) -> None:
    page = tmp_path / "speed.md"
    page.write_text(_PAGE, encoding="utf-8")
    found = {"start": {"6k": {"chidao ask": spread([2.0, 1.0, 4.0])}}}
    write_tables(found, page)
    once = page.read_text(encoding="utf-8")
    assert "| chidao ask | 2 (1 to 4) |" in once
    assert "old" not in once
    assert once.startswith("before\n")
    assert once.endswith("between\n<!-- suite:parts -->\nkept\n<!-- /suite -->\n")
    write_tables(found, page)
    assert page.read_text(encoding="utf-8") == once


def test_percentiles_are_medians_over_the_runs() -> None:
    runs = [[0.001, 0.002, 0.003], [0.011, 0.012, 0.013], [0.101, 0.102, 0.103]]
    row = Timed(runs, [0.003, 0.006, 0.009], {"dense": 0.174}).row()
    assert row["p50_ms"] == {"median": 12.0, "least": 2.0, "most": 102.0}
    assert row["cpu_ms"] == {"median": 2.0, "least": 1.0, "most": 3.0}
    assert row["share"] == {"dense": 0.5}


def test_every_share_has_a_filter_by_kind_and_one_by_issuer() -> None:
    found = filters_by_share()
    assert len(found) == 2 * len(SHARES)
    assert all(bool(filters.kinds) != bool(filters.issuers) for _, filters in found)


def test_questions_are_the_same_each_time_and_distinct() -> None:
    assert questions(50) == questions(50)
    assert len(set(questions(50))) == 50


def test_plots_are_well_formed_and_hold_every_value() -> None:
    lines = [
        Line("a < b", ((6_000, 1.5), (1_000_000, 12.0))),
        Line("limit", ((6_000, 2), (1_000_000, 2)), True),
    ]
    drawn = ElementTree.fromstring(lines_plot("title & more", "passages", "ms", lines))
    texts = [element.text for element in drawn.iter() if element.text]
    assert {"6 k", "1 M", "a < b: 1.5, 12", "limit"} <= set(texts)
    bars = bars_plot("bars", "ms", [Bar("6,000", (("encoder", 5.0), ("rest", 2.5)))])
    widths = [
        float(element.attrib["width"])
        for element in ElementTree.fromstring(bars).iter()
        if element.attrib.get("height") == "22"
    ]
    assert len(widths) == 2
    assert widths[0] / widths[1] == 2.0
