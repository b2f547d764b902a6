"""Turn PDF files into noisy scans, read these, and compare with the text layer.

    python -m benchmarks.quality.scans FOLDER [--dpi 200] [--pages 4] [--clean] [--raw] [--show] [--keep DIR]

Each page is drawn at `--dpi`, turned by up to two degrees, given Gaussian and salt-and-pepper noise and saved
as JPEG of quality 60; the last page carries a red stamp over the signature and every page a piece of one on
its edge. Prints for each file: syllables of the text layer that were read (aligned in order), header facts
that agree with those read from the text layer, confidence and seconds of processor time a page. Files whose
pages carry no text are left out. A text of the same name beside the PDF (`.txt`) counts instead of the layer.
"""

import argparse
import io
import math
import random
import re
import resource
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageDraw

from corpus.errors import UnsupportedFormat
from corpus.header import read_header
from corpus.readers import read
from corpus.readers.ocr import recognise
from corpus.readers.reading import reading_of
from corpus.types import Fact, Header, Provenance
from models.load import load_proofreader

_LEAST = 50  # syllables of a text layer worth comparing with
_FIELDS = ("kind", "number", "issuer", "issued_on", "signer", "subject")
_RED = (205, 30, 45)
_PROGRAMS = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


@dataclass(frozen=True, slots=True)
class Noise:
    """How bad a scan is."""

    degrees: float = 2.0
    gaussian: float = 12.0
    salt: float = 0.004
    quality: int = 60
    stamp: bool = True


CLEAN = Noise(0.0, 0.0, 0.0, 95, stamp=False)


@dataclass(frozen=True, slots=True)
class Compared:
    """How one file went."""

    name: str
    pages: int
    syllables: int
    read: int
    facts: dict[str, tuple[str, str]]
    confidence: float
    seconds: float

    @property
    def agreed(self) -> int:
        """Count the facts that both readings state alike."""
        return sum(_plain(one) == _plain(other) for one, other in self.facts.values())


def scan(page: Image.Image, noise: Noise, chance: random.Random, *, last: bool) -> Image.Image:
    """Return what a scanner might make of a page."""
    page = page.convert("RGB")
    if noise.stamp:
        if last:
            _stamp(page, 0.68, _last_ink(page) - 0.05, chance)
        _stamp(page, 1.0, 0.45, chance)
    page = page.rotate(
        chance.uniform(-noise.degrees, noise.degrees), Image.Resampling.BICUBIC, fillcolor="white"
    )
    pixels: npt.NDArray[np.floating] = np.asarray(page).astype(np.float32)
    grain = np.random.default_rng(chance.randrange(2**32))
    if noise.gaussian:
        pixels = pixels * 0.94 + grain.normal(0, noise.gaussian, pixels.shape[:2])[..., None]
    specks = grain.random(pixels.shape[:2])
    pixels[specks < noise.salt / 2] = 20
    pixels[specks > 1 - noise.salt / 2] = 255
    out = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=noise.quality)
    return Image.open(io.BytesIO(out.getvalue()))


def _last_ink(page: Image.Image) -> float:
    """Return how far down the page's text reaches, without a page number."""
    rows = np.nonzero((np.asarray(page.convert("L")) < 128)[: int(page.height * 0.92)].any(axis=1))[0]
    return float(rows[-1]) / page.height if rows.size else 0.5


def _stamp(page: Image.Image, across: float, down: float, chance: random.Random) -> None:
    """Print a round stamp, 36 mm wide, so that what it covers still shows."""
    radius = page.width * 18 / 210
    x, y = page.width * across, page.height * down
    layer = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(layer)
    for share, width in ((1.0, 0.07), (0.66, 0.03)):
        edge = radius * share
        draw.ellipse(
            (x - edge, y - edge, x + edge, y + edge), outline=_RED, width=max(1, round(radius * width))
        )
    for at, letter in enumerate("UY BAN NHAN DAN THANH PHO * "):
        angle = at * 2 * math.pi / 28 + chance.random() * 0.05
        place = (x + 0.83 * radius * math.cos(angle), y + 0.83 * radius * math.sin(angle))
        draw.text(place, letter, fill=_RED, anchor="mm", font_size=radius * 0.2)
    star = [
        (x + radius * size * math.sin(turn), y - radius * size * math.cos(turn))
        for turn, size in ((at * math.pi / 5, 0.4 if at % 2 == 0 else 0.16) for at in range(10))
    ]
    draw.polygon(star, fill=_RED)
    both = np.minimum(np.asarray(page), np.asarray(layer))
    page.paste(Image.fromarray(both))


def compare(path: Path, noise: Noise, options: argparse.Namespace) -> Compared | None:
    """Read one PDF both ways; None where it has no text layer."""
    chance = random.Random(path.name)
    document = pypdfium2.PdfDocument(path)
    pages, seconds = [], 0.0
    try:
        total = len(document)
        count = min(total, options.pages)
        layers = [document[at].get_textpage().get_text_bounded() for at in range(count)]
        if len(syllables(" ".join(layers))) < _LEAST:
            return None
        for at in range(count):
            image = scan(
                document[at].render(scale=options.dpi / 72).to_pil(), noise, chance, last=at == total - 1
            )
            if options.keep is not None:
                image.save(options.keep / f"{path.stem}-{at + 1}.jpg", quality="keep")
            started = processor_seconds()
            pages.append(recognise(image, path.name, options.dpi))
            seconds += processor_seconds() - started
    finally:
        document.close()
    gold = _layer(path, layers, whole=count == total)
    raw = "\n".join(page.text for page in pages)
    found = reading_of(raw, path.name, Provenance("image"), wrapped=False).mapped.text
    proofreader = None if options.raw else load_proofreader()
    if proofreader is not None:
        found = proofreader.corrected(found)
    if options.show:
        print(found)
    said, heard = syllables(gold), syllables(found)
    facts = _facts(read_header(gold), read_header(found))
    confidence = sum(page.confidence for page in pages) / count
    return Compared(path.name, count, len(said), in_common(said, heard), facts, confidence, seconds / count)


def processor_seconds() -> float:
    """Return the seconds of processor time that this program and its ended children have used."""
    used = [resource.getrusage(who) for who in _PROGRAMS]
    return sum(one.ru_utime + one.ru_stime for one in used)


def syllables(text: str) -> list[str]:
    """Return the words of a text, without signs."""
    return re.findall(r"\w+", text)


def _layer(path: Path, layers: Sequence[str], *, whole: bool) -> str:
    """Return the text beside the file, or the layer as the reader of PDF files gives it or as it stands."""
    beside = path.with_suffix(".txt")
    if whole:
        if beside.exists():
            return read(beside.read_bytes(), beside.name).mapped.text
        try:
            return read(path.read_bytes(), path.name).mapped.text
        except UnsupportedFormat:
            pass
    raw = "\n".join(layers)
    return reading_of(raw, path.name, Provenance("pdf")).mapped.text


def in_common(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return the length of the longest common subsequence, bit by bit (Hyyrö 2004).

    A matcher that takes the longest block first goes astray where a document repeats itself, as forms do.
    """
    places: dict[str, int] = {}
    for at, syllable in enumerate(said):
        places[syllable] = places.get(syllable, 0) | 1 << at
    full = (1 << len(said)) - 1
    row = full
    for syllable in heard:
        met = row & places.get(syllable, 0)
        row = (row + met | row - met) & full
    return len(said) - row.bit_count()


def _facts(gold: Header, found: Header) -> dict[str, tuple[str, str]]:
    """Return the facts that the text layer states, as both readings state them."""
    pairs = {name: (_value(gold, name), _value(found, name)) for name in _FIELDS}
    return {name: pair for name, pair in pairs.items() if pair[0]}


def _value(header: Header, name: str) -> str:
    fact = getattr(header, name)
    return str(fact.value) if isinstance(fact, Fact) else ""


def _plain(value: str) -> str:
    return " ".join(syllables(value.lower()))


def _files(places: Sequence[Path]) -> Iterator[Path]:
    for place in places:
        yield from sorted(place.glob("*.pdf")) if place.is_dir() else [place]


def main() -> None:
    """Compare all files and print a line for each, then the sums."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("places", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--pages", type=int, default=1000, help="of each file, at most")
    parser.add_argument("--clean", action="store_true", help="without any noise")
    parser.add_argument("--raw", action="store_true", help="as recognised, without putting diacritics right")
    parser.add_argument("--show", action="store_true", help="print what was read, and facts that differ")
    parser.add_argument("--keep", type=Path, help="a folder for the scans")
    options = parser.parse_args()
    done = []
    for path in _files(options.places):
        noise = CLEAN if options.clean else Noise()
        found = compare(path, noise, options)
        if found is None:
            continue
        done.append(found)
        print(
            f"{found.name[:40]:40} {found.pages:3} pages {found.read / found.syllables:7.2%} of "
            f"{found.syllables:5}  facts {found.agreed}/{len(found.facts)}  "
            f"confidence {found.confidence:.2f}  {found.seconds:.1f} s/page",
            flush=True,
        )
        for name, (one, other) in found.facts.items():
            if _plain(one) != _plain(other):
                print(f"    {name}: {one!r} read as {other!r}")
    pages = sum(one.pages for one in done)
    read_share = sum(one.read for one in done) / max(sum(one.syllables for one in done), 1)
    facts = f"{sum(one.agreed for one in done)}/{sum(len(one.facts) for one in done)}"
    rate = sum(one.seconds * one.pages for one in done) / max(pages, 1)
    memory = [resource.getrusage(who).ru_maxrss / 1024 for who in _PROGRAMS]
    print(f"{len(done)} files, {pages} pages: syllables {read_share:.2%}, header facts {facts}")
    print(f"{rate:.2f} s/page, {memory[0]:.0f} MiB at most, Tesseract {memory[1]:.0f} MiB")


if __name__ == "__main__":
    main()
