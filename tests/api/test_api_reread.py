"""`chidao reread`: files that an earlier version has read, where they are still there."""

import sqlite3

from fastapi.testclient import TestClient

from api.app import create_app
from api.checkup import Verdict
from api.checkup.contents import check_reading
from tests.api.fakes import TEXT
from tests.api.test_api_uploads import upload


def letter(number, topic):
    return TEXT.replace("12-CV/TU", f"{number}-CV/TU").replace("rà soát dự án chậm tiến độ", topic)


def age(settings):
    """Let an earlier version have read everything, and have found no number."""
    connection = sqlite3.connect(settings.data_dir / "catalog.sqlite")
    with connection:
        connection.execute("UPDATE files SET extraction = 0")
        connection.execute("UPDATE documents SET number = NULL, number_key = NULL, header = '{}'")
    connection.close()


def test_what_an_earlier_version_read_is_read_again(cli, runtime, settings, tmp_path):
    kept, gone = tmp_path / "kept.txt", tmp_path / "gone.txt"
    kept.write_text(letter(15, "rà soát công trình"))
    gone.write_text(letter(16, "rà soát hồ sơ"))
    assert cli("ingest", str(kept), str(gone))[0] == 0
    assert cli("reread") == (0, "", "Không có tệp nào cần đọc lại.\n")
    with TestClient(create_app(settings, runtime)) as client:
        upload(client, ("a.txt", letter(17, "tổng hợp số liệu").encode()))
    assert check_reading(settings).verdict is Verdict.OK
    age(settings)
    gone.unlink()
    found = check_reading(settings)
    assert (found.verdict, found.detail.split()[0]) == (Verdict.WARNING, "4")  # that of `runtime` has no file
    assert "chidao reread" in (found.advice or "")
    assert cli("reread", "--dry-run")[1].startswith("2 tệp: 2 đọc lại vì cách đọc đã đổi.")
    code, out, _ = cli("reread")
    assert (code, out.split(". ")[0]) == (0, "2 tệp: 2 đọc lại vì cách đọc đã đổi")
    numbers = sorted(card.header.number.value for card in runtime.catalog.all_headers() if card.header.number)
    assert numbers == ["15-CV/TU", "17-CV/TU"]
    assert cli("reread") == (0, "", "Không có tệp nào cần đọc lại.\n")
    assert check_reading(settings).detail.split()[0] == "2"  # what is gone stays as it was read
