"""Files of many formats, of our own words, as offices lay them out.

from tests.golden.files.make_files import make_files

made = make_files(folder)   # file name -> path; what LibreOffice or a scan would make is left out without it
python -m tests.golden.files.make_files FOLDER
"""

import html
import io
import random
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from benchmarks.quality.scans import Noise, scan
from corpus.errors import ReadError
from corpus.readers.office.convert import convert, has_office
from tests.golden.files.acts import Act, act, flat
from tests.golden.files.old_fonts import tcvn3
from tests.golden.files.word import Look, docx

SAMPLES = Path(__file__).resolve().parents[3] / "corpus" / "samples"
_SAMPLES = ("13-ke-hoach-901-kh-ubnd.md", "16-cong-van-904-stc-ns.txt", "11-cong-van-1023-cv-tu.txt")
_GAZETTE = "CÔNG BÁO/Số 21 + 22/Ngày 15-3-2025"
_STAMP = (
    "Ký bởi: Văn phòng Ủy ban nhân dân",
    "Email: vanphong@lamgiang.gov.vn",
    "Ngày ký: 03.06.2025 16:05:21 +07:00",
)
_DPI = 200


def page(found: Act) -> bytes:
    """Return an act as a page of a portal, with a menu, a byline and links around it."""
    rows = "".join(f"<tr><td>{html.escape(a)}</td><td>{html.escape(b)}</td></tr>" for a, b in _columns(found))
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in (*found.title, *found.body))
    heard = "<br>".join(map(html.escape, ("Nơi nhận:", *found.recipients)))
    signed = "<br>".join(map(html.escape, found.signature))
    foot = f"<table><tr><td>{heard}</td><td>{signed}</td></tr></table>"
    menu = "<ul>" + "".join(f'<li><a href="/{n}">Mục {n}</a></li>' for n in range(12)) + "</ul>"
    return (
        "<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>Văn bản</title></head><body>"
        f"<nav>{menu}</nav><main><article><table>{rows}</table>{lines}{foot}</article></main>"
        "<footer><p>Bản quyền thuộc Cổng thông tin điện tử tỉnh</p></footer></body></html>"
    ).encode()


def _columns(found: Act) -> list[tuple[str, str]]:
    # Portals keep the letterhead as a table of two rows: bodies above, number and date below.
    at = next(n for n, line in enumerate(found.left) if line.startswith("Số"))
    return [
        (" ".join(found.left[:at]), " ".join(found.right[:-1])),
        (" ".join(found.left[at:]), found.right[-1]),
    ]


def sheet(found: Act) -> bytes:
    """Return an annex as a worksheet: titles in merged cells above the table."""
    from openpyxl import Workbook

    book = Workbook()
    grid = book.active
    assert grid is not None
    for line in found.annex:
        grid.append([line])
        grid.merge_cells(start_row=grid.max_row, end_row=grid.max_row, start_column=1, end_column=6)
    for row in found.table:
        grid.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def letter() -> bytes:
    """Return an e-mail that brings a letter and its list."""
    mail = EmailMessage()
    mail["Subject"] = "Gửi Công văn số 913/STC-NS về đối chiếu kinh phí"
    mail["From"] = "vanthu@stc.lamgiang.gov.vn"
    mail["To"] = "vanthu@sxd.lamgiang.gov.vn"
    mail["Date"] = "Mon, 07 Apr 2025 09:30:00 +0700"
    mail.set_content(
        "Văn thư Sở Tài chính gửi Công văn số 913/STC-NS và danh mục kèm theo để Quý Sở thực hiện.\n"
    )
    word = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    mail.add_attachment(
        docx(act("cong-van")), maintype="application", subtype=word, filename="công văn 913.docx"
    )
    mail.add_attachment(
        flat(act("chi-thi")).encode(), maintype="text", subtype="plain", filename="chi-thi.txt"
    )
    return mail.as_bytes()


def archive() -> bytes:
    """Return a zip of folders with an e-mail, a page and a Word file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("2025/tháng 4/ket-luan.docx", docx(act("ket-luan")))
        packed.writestr("2025/tháng 5/chi-thi.html", page(act("chi-thi")))
    return out.getvalue()


OWN: dict[str, Callable[[], bytes]] = {
    "ke-hoach.docx": lambda: docx(act("ke-hoach")),
    "quyet-dinh.docx": lambda: docx(act("quyet-dinh")),
    "cong-van.docx": lambda: docx(act("cong-van"), Look(tracked=("25 tháng 4", "29 tháng 4"))),
    "ket-luan.docx": lambda: docx(act("ket-luan")),
    "huong-dan.docx": lambda: docx(act("huong-dan"), Look(running="Tài liệu lưu hành nội bộ")),
    "du-thao.docx": lambda: docx(act("du-thao")),
    "lien-tich.docx": lambda: docx(act("lien-tich")),
    "thong-bao.docx": lambda: docx(act("thong-bao"), Look(stamp=_STAMP)),
    "bao-cao-vni.docx": lambda: docx(act("bao-cao"), Look(font="VNI-Times")),
    "bao-cao-tcvn3.docx": lambda: docx(act("bao-cao"), Look(font=".VnTime")),
    "bao-cao-tcvn3.txt": lambda: tcvn3(flat(act("bao-cao"))).encode("latin-1"),
    "cong-van-nfd.txt": lambda: unicodedata.normalize("NFD", flat(act("cong-van"))).encode(),
    "chi-thi.html": lambda: page(act("chi-thi")),
    "ke-hoach.xlsx": lambda: sheet(act("ke-hoach")),
    "gui-cong-van.eml": letter,
    "nam-2025.zip": archive,
    **{name: (SAMPLES / name).read_bytes for name in _SAMPLES},
}
GAZETTE = "quyet-dinh-cong-bao.docx"  # only printed
# What LibreOffice makes of the files above.
CONVERTED = {
    "quyet-dinh.odt": "quyet-dinh.docx",
    "cong-van.rtf": "cong-van.docx",
    "ket-luan.doc": "ket-luan.docx",
    "bao-cao-tcvn3.doc": "bao-cao-tcvn3.docx",
    "ke-hoach.pdf": "ke-hoach.docx",
    "ket-luan.pdf": "ket-luan.docx",
    "thong-bao.pdf": "thong-bao.docx",
    "quyet-dinh-cong-bao.pdf": GAZETTE,
}
# Scans: (printed file, first page to leave out)
SCANNED = {"ket-luan.png": "ket-luan.pdf", "ke-hoach.tiff": "ke-hoach.pdf"}


class Files:
    """The files below a folder, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __contains__(self, name: str) -> bool:
        return name in OWN or ((name in CONVERTED or name in SCANNED) and has_office())

    def __getitem__(self, name: str) -> Path:
        path = self._folder / name
        if not path.exists():
            if name in SCANNED:
                scanned(self[SCANNED[name]], path)
            else:
                path.write_bytes(OWN[name]() if name in OWN else self._converted(name))
        return path

    def _converted(self, name: str) -> bytes:
        given = CONVERTED[name]
        if given == GAZETTE:
            data = docx(act("quyet-dinh"), Look(running=_GAZETTE))
        else:
            data = self[given].read_bytes()
        return convert(data, name, ".docx", name.rpartition(".")[2])


def make_files(folder: Path) -> dict[str, Path]:
    """Write every file that can be made here; return them by name."""
    files = Files(folder)
    return {name: files[name] for name in (*OWN, *CONVERTED, *SCANNED) if name in files}


def scanned(printed: Path, target: Path, noise: Noise | None = None) -> None:
    """Write the pages of a PDF as a scanner would see them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(printed)
    chance, pages = random.Random(printed.name), []
    try:
        for at in range(len(document)):
            drawn = document[at].render(scale=_DPI / 72).to_pil()
            pages.append(scan(drawn, noise or Noise(), chance, last=False))
    finally:
        document.close()
    first, *more = pages
    options = {"save_all": True, "append_images": more, "compression": "jpeg"} if more else {}
    first.save(target, dpi=(_DPI, _DPI), **options)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    try:
        print("\n".join(make_files(place)))
    except ReadError as error:
        sys.exit(str(error))
