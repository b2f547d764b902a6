"""Office files are zip archives of XML parts; here they are opened without trusting them."""

import io
import posixpath

from lxml import etree

from corpus.errors import Bomb, Damaged, Encrypted
from corpus.readers.archive import check_sizes
from corpus.readers.containers import broken_is_damaged, open_zip

_LARGEST = 512 << 20  # bytes, unpacked
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # ISO strict, else the same language
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of an office file."""

    def __init__(self, data: bytes, source: str) -> None:
        """Open the archive.

        Raises:
            Damaged: no archive, or cut off.
            Encrypted: its parts need a password.
            Bomb: it would unpack to far more than a document can be.
        """
        self.source = source
        self._data = data
        self._archive = open_zip(data, source)
        parts = self._archive.infolist()
        self._names = {part.filename.lower(): part.filename for part in parts}
        if any(part.flag_bits & 1 for part in parts):
            raise Encrypted(source)
        check_sizes(parts, len(data), source, _LARGEST)
        if b"encryption-data" in (self.part("META-INF/manifest.xml") or b""):  # of OpenDocument
            raise Encrypted(source)

    def part(self, name: str) -> bytes | None:
        """Return the bytes of a part; None where there is none of this name (in any case)."""
        real = self._names.get(name.lstrip("/").lower())
        if real is None:
            return None
        with broken_is_damaged(self.source):
            return self._archive.read(real)  # never more than the directory says, which was checked

    def stream(self) -> io.BytesIO:
        """Return the whole file, for libraries that open it themselves."""
        return io.BytesIO(self._data)

    def names(self) -> list[str]:
        """List the parts."""
        return list(self._names.values())

    def xml(self, name: str) -> etree._Element | None:
        """Return the root of a part; None where there is none of this name."""
        data = self.part(name)
        return None if data is None else parse_xml(data, self.source)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: id -> last word of the relation's type, name of the other part."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        if root is None:
            return {}
        found = {}
        for relation in root.iter(_RELATIONSHIP):
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "")
            name = target if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], name.lstrip("/"))
        return found


def parse_xml(data: bytes, source: str) -> etree._Element:
    """Parse a part; entities are never expanded and nothing outside is fetched.

    Raises:
        Damaged: not well-formed, or nested deeper than any document is.
        Bomb: it uses entities of its own, which no office program does.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.replace(_STRICT, _TRANSITIONAL), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!ENTITY" in data[:100_000]:
            raise Bomb(source) from error
        raise Damaged(source) from error
    if next(root.iter(etree.Entity), None) is not None:
        raise Bomb(source)
    return root
