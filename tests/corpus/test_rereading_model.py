"""Whatever is taken in, edited, forgotten and read in other ways: files stand for what is read from them."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalog import Catalog, Link, SeenFile
from corpus.catalog.schema import files
from tests.corpus.test_catalog_files import ONE, TWO, made, misread

# What three ways of reading make of the bytes of a file: the text, and whether it was recognised.
READINGS = {
    "letter": ((ONE, False), (ONE, False), (TWO, False)),
    "copied": ((ONE, False), (misread(ONE), False), (ONE, False)),
    "scan": ((misread(ONE), True), (ONE, True), (misread(ONE), True)),
    "other": ((TWO, False), (TWO, False), (ONE, False)),
}


class Disk:
    """Files, and the way in which they are read now."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.contents: dict[str, str] = {}
        self.way = 0

    def text(self, name: str) -> str:
        return READINGS[self.contents[name]][self.way][0]

    def change_way(self, way: int) -> None:
        if way != self.way:
            self.way = way
            with self.catalog.database.write() as connection:
                connection.execute(files.update().values(extraction=0))

    def run(self) -> None:
        """Take everything in, in the order of a run: copies that must be read again come last."""
        stored = self.catalog.stored_files(map(origin_of, self.contents))
        copies = {Link.SAME_TEXT, Link.NEAR_DUPLICATE}

        def is_late(name: str) -> bool:
            known = stored.get(origin_of(name))
            return known is not None and known.is_stale and known.link in copies

        for name in sorted(self.contents, key=lambda name: (is_late(name), name)):
            self.take(name)

    def take(self, name: str) -> None:
        content = self.contents[name]
        seen = SeenFile(origin_of(name), name, f"{content:0>64}", len(content), 1)
        known = self.catalog.stored_files([seen.origin]).get(seen.origin)
        if known is not None and known.sha256 == seen.sha256 and known.is_as_seen(seen.size, 1):
            return
        if self.catalog.take_known(seen) is None:
            text, recognised = READINGS[content][self.way]
            record = made(text, name, ocr=recognised)
            document = replace(record.document, sha256=seen.sha256)
            self.catalog.take(replace(record, document=document), b"", seen)


def origin_of(name: str) -> str:
    return f"/in/{name}"


steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from("abcd"), st.sampled_from(sorted(READINGS))),
        st.tuples(st.just("remove"), st.sampled_from("abcd"), st.just("")),
        st.tuples(st.just("way"), st.just(""), st.sampled_from("012")),
    ),
    max_size=10,
)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_files_stand_for_what_is_read_from_them(tmp_path_factory, steps):
    with Catalog.open(tmp_path_factory.mktemp("reread")) as catalog:
        disk = Disk(catalog)
        for what, name, value in steps:
            if what == "write":
                disk.contents[name] = value
            elif what == "remove":
                disk.contents.pop(name, None)
                catalog.forget_file(origin_of(name))
            else:
                disk.change_way(int(value))
            disk.run()
        disk.run()  # what a text that left has set free is met by the next run
        assert catalog.count_stale_files() == 0
        texts = {card.id: catalog.text(card.id) for card in catalog.all_headers()}
        stored = catalog.stored_files(map(origin_of, disk.contents))
        assert {one.document_id for one in stored.values()} == set(texts)
        for name in disk.contents:
            one = stored[origin_of(name)]
            is_copy = one.link is Link.NEAR_DUPLICATE
            assert is_copy or texts[one.document_id] == disk.text(name)
            assert one.similarity is not None or not is_copy
            assert one.similarity is None or one.link is not Link.SAME_TEXT
        givers = [one.document_id for one in stored.values() if one.link is Link.DOCUMENT]
        assert sorted(givers) == sorted(texts)
