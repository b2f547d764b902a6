"""Straight lines and images of a page."""

import ctypes
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2.raw as pdfium

from corpus.readers.ruled import Ruling

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]

_THIN = 2.5  # points: a rectangle no thicker is a line
_SHORT = 4.0  # a line no longer is a dot, a dash or part of a letter
_MAX_SEGMENTS = 40_000  # a page that draws more is a map or a chart, not a table
_MAX_DEPTH = 4
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)


class _TooMuch(Exception):
    """The page draws more than any table needs."""


def rulings_of(page: pdfium.FPDF_PAGE) -> tuple[Ruling, ...]:
    """Return the straight lines that a page draws, in page space; () for drawings."""
    found: list[Ruling] = []
    try:
        for path, matrix in _objects(page, pdfium.FPDF_PAGEOBJ_PATH):
            for points in _subpaths(path, matrix):
                found += _straight(points)
                if len(found) > _MAX_SEGMENTS:
                    return ()
    except _TooMuch:
        return ()
    return tuple(found)


def pictured_area(page: pdfium.FPDF_PAGE) -> float:
    """Return the area of the images on a page, in square points; overlaps count twice."""
    area = 0.0
    for image, matrix in _objects(page, pdfium.FPDF_PAGEOBJ_IMAGE):
        a, b, c, d, _, _ = _times(_matrix(image), matrix)
        area += abs(a * d - b * c)
    return area


def _objects(page: pdfium.FPDF_PAGE, kind: int) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    """Yield the objects of a kind, also those inside forms, with the matrix of the form."""
    for i in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _inside(pdfium.FPDFPage_GetObject(page, i), kind, _UNIT, 0)


def _inside(
    drawn: pdfium.FPDF_PAGEOBJECT, kind: int, matrix: Matrix, depth: int
) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    found = pdfium.FPDFPageObj_GetType(drawn)
    if found == kind:
        yield drawn, matrix
    elif found == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
        inner = _times(_matrix(drawn), matrix)
        for i in range(max(pdfium.FPDFFormObj_CountObjects(drawn), 0)):
            yield from _inside(pdfium.FPDFFormObj_GetObject(drawn, i), kind, inner, depth + 1)


def _matrix(drawn: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawn, ctypes.byref(m)):
        return _UNIT
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _subpaths(path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[list[Point]]:
    """Yield the pieces of a path that consist of straight lines."""
    count = pdfium.FPDFPath_CountSegments(path)
    if count > _MAX_SEGMENTS:
        raise _TooMuch
    a, b, c, d, e, f = _times(_matrix(path), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    curved = False
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _straight(points: list[Point]) -> Iterator[Ruling]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    if top - bottom <= _THIN:
        if right - left > _SHORT:
            yield Ruling(True, (top + bottom) / 2, left, right)
        return
    if right - left <= _THIN:
        if top - bottom > _SHORT:
            yield Ruling(False, (left + right) / 2, bottom, top)
        return
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y0 - y1) < 0.5 and abs(x0 - x1) > _SHORT:
            yield Ruling(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
        elif abs(x0 - x1) < 0.5 and abs(y0 - y1) > _SHORT:
            yield Ruling(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
