"""`chidao keys`, `chidao label`, `chidao audit`."""

import pytest

from api.access.keys import parts_of
from corpus.catalog import Catalog
from corpus.labels import Label
from tests.api.fakes import TEXT, make_record


@pytest.fixture
def data(tmp_path):
    with Catalog.open(tmp_path / "data") as catalog:
        catalog.put(make_record())
        catalog.put(make_record("MẬT\n" + TEXT.replace("12-CV/TU", "13-CV/TU"), "mat.txt", "13-CV/TU"))
    return tmp_path / "data"


def test_keys_are_made_listed_replaced_and_revoked(cli, data):
    assert cli("keys", "list") == (0, "Chưa có khóa nào.\n", "")
    code, token, told = cli(
        "keys",
        "create",
        "--name",
        "Phòng A",
        "--labels",
        "public,internal",
        "--expires",
        "90d",
        "--rate",
        "60/m",
    )
    assert code == 0
    key_id, _ = parts_of(token)
    assert "chỉ hiện lần này" in told
    code, listed, _ = cli("keys", "list")
    assert f"{key_id} · Phòng A · search,ask · public,internal · 60/m · đến" in listed
    assert token.strip() not in listed
    code, fresh, _ = cli("keys", "rotate", key_id, "--grace", "0h")
    assert code == 0
    assert f"{key_id} · Phòng A · search,ask · public,internal · 60/m · đã thu hồi" in cli("keys", "list")[1]
    assert cli("keys", "revoke", parts_of(fresh)[0])[0] == 0
    assert cli("keys", "list")[1].count("đã thu hồi") == 2
    assert cli("keys", "revoke", "none") == (1, "", "chidao: Không có khóa none.\n")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--scopes", "root"),
        ("--labels", "secret"),
        ("--rate", "fast"),
        ("--expires", "9"),
        ("--expires", "99999d"),
    ],
)
def test_wrong_values_are_told_by_their_option(cli, data, option, value):
    code, out, err = cli("keys", "create", "--name", "x", option, value)
    assert (code, out) == (2, "")
    assert option in err
    assert cli("keys", "list")[1] == "Chưa có khóa nào.\n"


def test_labels_are_shown_and_set(cli, data):
    code, out, _ = cli("label")
    assert code == 0
    assert out.count("\n") == 1
    assert "mật" in out
    key = make_record().document.id
    assert "công khai" in cli("label", key)[1]
    assert cli("label", "12-CV/TU", "--label", "internal")[1] == "Đã đặt nhãn nội bộ cho 1 văn bản.\n"
    with Catalog.open(data) as catalog:
        assert catalog.cards([key])[key].label is Label.INTERNAL
    assert "label" in cli("audit")[1]
    assert f"{key}=internal" in cli("audit", "--json")[1]


def test_a_stamp_is_not_undone_by_the_way(cli, data):
    code, _, err = cli("label", "13-CV/TU", "--label", "public")
    assert code == 1
    assert "dấu độ mật (mat)" in err
    assert "--below-stamp" in err
    assert cli("label", "13-CV/TU", "--label", "public", "--below-stamp")[0] == 0
    assert cli("label") == (0, "", "")


def test_a_number_that_two_bear_is_asked_about(cli, data):
    with Catalog.open(data) as catalog:
        catalog.put(make_record(TEXT + " thêm", "other.txt"))
    code, _, err = cli("label", "12-CV/TU", "--label", "mat")
    assert code == 2
    assert err.count(" · ") == 2


def test_nothing_is_in_the_log_yet(cli, data):
    assert cli("audit") == (0, "Nhật ký chưa có gì.\n", "")
