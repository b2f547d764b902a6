"""Office files are zip archives of XML parts; here they are opened without trusting them."""

import io
import posixpath
import struct
import zipfile
import zlib

from lxml import etree

from corpus.errors import Bomb, Damaged, Encrypted

_LARGEST = 512 << 20  # bytes, unpacked
_LARGEST_RATIO = 200
_RATIO_MATTERS = 50 << 20  # bytes; small files of white space shrink a thousandfold and harm no one
_MOST_PARTS = 20_000
_ZIP_FAULTS = (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error)
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
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            parts = self._archive.infolist()
        except _ZIP_FAULTS as error:
            raise Damaged(source) from error
        self._names = {part.filename.lower(): part.filename for part in parts}
        if any(part.flag_bits & 1 for part in parts):
            raise Encrypted(source)
        check_sizes(parts, source)

    def part(self, name: str) -> bytes | None:
        """Return the bytes of a part; None where there is none of this name (in any case)."""
        real = self._names.get(name.lstrip("/").lower())
        if real is None:
            return None
        try:
            with self._archive.open(real) as stream:
                data = stream.read(_LARGEST + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise Damaged(self.source) from error
        if len(data) > _LARGEST:
            raise Bomb(self.source)
        return data

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


def check_sizes(parts: list[zipfile.ZipInfo], source: str) -> None:
    """Raise Bomb where an archive says that it unpacks to more than a document can be."""
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if (
        unpacked > _LARGEST
        or len(parts) > _MOST_PARTS
        or (unpacked > _RATIO_MATTERS and unpacked / packed > _LARGEST_RATIO)
    ):
        raise Bomb(source)


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
