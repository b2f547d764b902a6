"""Numbers that Word computes."""

import pytest

from corpus.readers import read
from corpus.readers.office.numerals import numeral


def level(at, form, text, start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


LEGAL = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "upperRoman", "Chương %1")
    + level(1, "decimal", "Điều %2.", more='<w:lvlRestart w:val="0"/>')
    + level(2, "decimal", "%3.")
    + level(3, "lowerLetter", "%4)")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
OUTLINE = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "%1.")
    + level(1, "decimal", "%1.%2.")
    + level(2, "bullet", "-")
    + '</w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def shown(word, numbering, items, styles=""):
    body = "".join(word.p(text, properties) for text, properties in items)
    return read(word.docx(body, numbering=numbering, styles=styles), "a.docx").mapped.text.split("\n")


def at(list_id, depth):
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'


def test_articles_run_through_chapters_and_clauses_begin_anew(word):
    items = [
        ("A", 0),
        ("b", 1),
        ("c", 2),
        ("d", 2),
        ("e", 3),
        ("f", 3),
        ("g", 1),
        ("h", 2),
        ("I", 0),
        ("k", 1),
    ]
    assert shown(word, LEGAL, [(text, at(1, depth)) for text, depth in items]) == [
        "Chương I A", "Điều 1. b", "1. c", "2. d", "a) e", "b) f", "Điều 2. g", "1. h", "Chương II I",
        "Điều 3. k",
    ]  # fmt: skip


def test_levels_name_those_above(word):
    items = [("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 0), ("f", 1)]
    assert shown(word, OUTLINE, [(text, at(2, depth)) for text, depth in items]) == [
        "1. a", "1.1. b", "1.2. c", "- d", "2. e", "2.1. f",
    ]  # fmt: skip


def test_lists_share_a_count_unless_one_starts_anew(word):
    items = [("a", at(2, 0)), ("b", at(2, 0)), ("c", at(3, 0)), ("d", at(3, 0)), ("e", at(2, 0))]
    assert shown(word, OUTLINE, items) == ["1. a", "2. b", "1. c", "2. d", "3. e"]


def test_level_that_was_skipped_counts_as_its_start(word):
    assert shown(word, OUTLINE, [("a", at(2, 1))]) == ["1.1. a"]


def test_style_carries_the_number_and_a_paragraph_may_refuse_it(word):
    numbering = LEGAL.replace(
        '<w:lvlText w:val="Điều %2."/>', '<w:pStyle w:val="D"/><w:lvlText w:val="Điều %2."/>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="D"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="E"><w:basedOn w:val="D"/></w:style>'
    )
    items = [
        ("a", '<w:pStyle w:val="D"/>'),
        ("b", '<w:pStyle w:val="D"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
    ]
    assert shown(word, numbering, [*items, ("c", '<w:pStyle w:val="D"/>')], styles) == [
        "Điều 1. a", "b", "Điều 2. c",
    ]  # fmt: skip


def test_empty_paragraphs_are_not_counted(word):
    assert shown(word, OUTLINE, [("a", at(2, 0)), ("", at(2, 0)), ("b", at(2, 0))]) == ["1. a", "2. b"]


def test_number_typed_for_a_legacy_font(word):
    font = '<w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr>'
    numbering = OUTLINE.replace(level(0, "decimal", "%1."), level(0, "decimal", "§iÒu %1.", more=font))
    assert shown(word, numbering, [("a", at(2, 0))]) == ["Điều 1. a"]


def test_bullets_of_symbol_fonts_and_linked_lists(word):
    font = '<w:rPr><w:rFonts w:hAnsi="Wingdings"/></w:rPr>'
    numbering = (
        '<w:abstractNum w:abstractNumId="5"><w:styleLink w:val="L"/>'
        + level(0, "bullet", "\uf0d8", more=font)
        + level(1, "bullet", "+")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="6"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="9"><w:abstractNumId w:val="6"/></w:num>'
    )
    assert shown(word, numbering, [("a", at(9, 0)), ("b", at(9, 1))]) == ["• a", "+ b"]


def test_decimal_only_levels_and_other_starts(word):
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "upperRoman", "%1-", start=3)
        + level(1, "decimal", "%1.%2", more="<w:isLgl/>")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert shown(word, numbering, [("a", at(1, 0)), ("b", at(1, 1))]) == ["III- a", "3.1 b"]


def test_unknown_lists_show_nothing(word):
    assert shown(word, OUTLINE, [("a", at(77, 0)), ("b", at(2, 8))]) == ["a", "b"]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (4, "lowerRoman", "iv"), (1999, "upperRoman", "MCMXCIX"), (0, "upperRoman", "0"),
        (26, "lowerLetter", "z"),
        (28, "upperLetter", "BB"), (7, "decimalZero", "07"), (3, "vietnameseCounting", "ba"), (5, "none", ""),
        (12, "decimal", "12"), (9, "chicago", "9"),
    ],
)  # fmt: skip
def test_numerals(value, form, text):
    assert numeral(value, form) == text
