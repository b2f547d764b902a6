import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from api.register.words import ROLES, VIAS
from corpus.types import AgencyMention, Assignment, Deadline, Party, Role
from search.register import Via
from tests.api.fakes import TEXT, make_record, span_of

DUE = TEXT.replace("rà soát dự án chậm tiến độ.", "rà soát dự án, xong trước ngày 30/6/2024.")


@pytest.fixture
def assigned(catalog):
    """Store a letter with one task of two bodies and a report without a day."""
    record = make_record(DUE, "due.txt", "12-CV/TU")
    document, passages = record.document, record.passages
    parties = (
        Party(Role.LEAD, AgencyMention("Sở Tài chính", span_of(DUE, "Sở Tài chính"), "so-tai-chinh")),
        Party(
            Role.COORDINATE,
            AgencyMention("các quận, huyện", span_of(DUE, "các quận, huyện"), "cac-quan-huyen"),
        ),
    )
    day = "trước ngày 30/6/2024"
    first = Assignment(
        f"{document.id}-a0000", document.id, passages[0].id, "1", passages[0].span,
        span_of(DUE, "rà soát dự án"), parties, Deadline(day, span_of(DUE, day), date(2024, 6, 30)),
    )  # fmt: skip
    group = AgencyMention("Ban Thường vụ", span_of(DUE, "Ban Thường vụ"), "ban-thuong-vu")
    second = Assignment(
        f"{document.id}-a0001", document.id, passages[1].id, "2", passages[1].span,
        span_of(DUE, "báo cáo"), (Party(Role.REPORT_TO, group),),
    )  # fmt: skip
    catalog.put(replace(record, assignments=(first, second)))
    return document


def test_a_page_with_its_proofs(client, assigned, catalog):
    body = client.get("/v1/assignments").json()
    assert [(row["agency"], row["role"], row["due"]) for row in body["assignments"]] == [
        ("Sở Tài chính", "lead", "2024-06-30"),
        ("các quận, huyện", "coordinate", "2024-06-30"),
        ("Ban Thường vụ", "report_to", None),
    ]
    assert (body["total"], body["next"]) == (3, None)
    text = catalog.text(assigned.id)
    for row in body["assignments"]:
        citation = row["citation"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert text[row["task_span"]["start"] : row["task_span"]["end"]] == row["task"]
        assert text[citation["value_start"] : citation["value_end"]] == row["agency"]


def test_pages_keep_what_was_asked(client, assigned):
    asked = {"role": ["lead", "coordinate"], "limit": 1, "q": "ra soat"}
    first = client.get("/v1/assignments", params=asked).json()
    second = client.get(first["next"]).json()
    assert [page["assignments"][0]["agency"] for page in (first, second)] == [
        "Sở Tài chính",
        "các quận, huyện",
    ]
    assert (first["total"], second["total"], second["next"]) == (2, 2, None)


@pytest.mark.parametrize(
    ("asked", "agencies"),
    [
        ({"agency": "Sở TC"}, ["Sở Tài chính"]),
        ({"agency": "Huyện ủy X"}, []),
        ({"agency": "UBND huyện Phong Điền"}, ["các quận, huyện"]),
        ({"agency": "UBND huyện Phong Điền", "groups": "false"}, []),
        ({"due_from": "2024-07-01"}, []),
        ({"due_to": "2024-06-30", "role": "lead"}, ["Sở Tài chính"]),
        ({"year": 2024, "role": "report_to"}, ["Ban Thường vụ"]),
        ({"year": 2023}, []),
        ({"number": "12 - CV/TU", "role": "lead"}, ["Sở Tài chính"]),
        ({"number": "13-CV/TU"}, []),
        ({"document": "0" * 16}, []),
        ({"led": "false"}, ["Ban Thường vụ"]),
        ({"led": "true", "role": "coordinate"}, ["các quận, huyện"]),
    ],
)
def test_what_is_asked_for(client, assigned, asked, agencies):
    body = client.get("/v1/assignments", params=asked).json()
    assert [row["agency"] for row in body["assignments"]] == agencies


@pytest.mark.parametrize(
    "asked",
    [{"role": "boss"}, {"due_to": "soon"}, {"year": 12}, {"agency": ""}, {"limit": 0}, {"limit": 501}],
)
def test_what_makes_no_sense_is_refused(client, asked):
    response = client.get("/v1/assignments", params=asked)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_the_register_follows_the_catalog(client, assigned, catalog):
    assert client.get("/v1/assignments").json()["total"] == 3
    catalog.delete(assigned.id)
    assert client.get("/v1/assignments", params={"agency": "Sở Tài chính"}).json()["total"] == 0


def test_the_sheet_opens_in_a_spreadsheet_and_runs_nothing(client, assigned, catalog):
    response = client.get("/v1/assignments.csv", params={"role": "lead"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.text.startswith("\ufeffCơ quan,")
    (row,) = csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff")))
    assert (row["Vai trò"], row["Ngày đến hạn"], row["Số, ký hiệu"]) == ("chủ trì", "2024-06-30", "12-CV/TU")
    from api.register.sheet import _inert

    assert [_inert(cell) for cell in ("=1+1", "- xong", "xong")] == ["'=1+1", "'- xong", "xong"]


def test_the_calendar_has_one_event_a_task_and_short_lines(client, assigned):
    response = client.get("/v1/assignments.ics")
    lines = response.text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    whole = response.text.replace("\r\n ", "")
    assert whole.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20240630\r\nDTEND;VALUE=DATE:20240701\r\n" in whole
    assert "Sở Tài chính (chủ trì)\\; các quận\\, huyện (phối hợp)\\n12-CV/TU ngày 03/4/2024" in whole


def test_the_command_prints_a_table_and_json(cli, assigned, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    code, out, _ = cli("register", "--agency", "Sở TC")
    assert code == 0
    assert "Sở Tài chính" in out
    assert "mục 1" in out
    assert "1–1 trong 1 dòng" in out
    code, out, _ = cli("register", "--role", "report_to", "--json")
    assert json.loads(out)["assignments"][0]["agency"] == "Ban Thường vụ"
    code, out, _ = cli("register", "--no-lead")
    assert code == 0
    assert "không nêu ai chủ trì" in " ".join(out.split())
    assert "Sở Tài chính" not in out
    code, out, _ = cli("register", "--due-after", "01/07/2024")
    assert (code, out) == (0, "Không có nhiệm vụ nào khớp với điều kiện.\n")
    assert cli("register", "--role", "boss")[0] == 2


def test_rows_of_groups_alone_are_told_to_be_that(cli, assigned):
    _, out, _ = cli("register", "--agency", "UBND huyện Không Có")
    assert "các quận," in out
    assert "Không nhiệm vụ nào nêu đích danh “UBND huyện Không Có”" in " ".join(out.split())
    for agency in ("Sở Tài chính", "Sở TC", "Ban Thường vụ"):
        assert "đích danh" not in cli("register", "--agency", agency)[1]
    # Where nobody fits, the want of rows says it; JSON keeps its shape.
    assert "đích danh" not in cli("register", "--agency", "Huyện ủy X")[1]
    assert "đích danh" not in cli("register", "--agency", "UBND huyện Không Có", "--json")[1]


def test_a_body_that_is_named_for_another_day_is_not_mistyped(cli, assigned):
    out = cli("register", "--agency", "Sở Tài chính", "--words", "rà soát")[1]
    assert "đích danh" not in out


def test_the_command_writes_all_pages(cli, assigned, tmp_path):
    sheet, calendar = tmp_path / "r.csv", tmp_path / "r.ics"
    code, out, err = cli("register", "--limit", "1", "--csv", str(sheet), "--ics", str(calendar))
    assert (code, out) == (0, "")
    assert str(sheet) in err
    assert len(list(csv.reader(io.StringIO(sheet.read_text(encoding="utf-8"))))) == 4
    assert calendar.read_bytes().endswith(b"END:VCALENDAR\r\n")
    code, _, err = cli("register", "--csv", str(tmp_path / "none" / "r.csv"))
    assert code == 1
    assert "không ghi" in err


def test_every_role_and_way_has_a_word():
    assert set(ROLES) == set(Role)
    assert set(VIAS) == set(Via)
