"""What is said of a wrong value: in Vietnamese, with what would be right."""

import errno

import pytest

from api.cli.serve import _listen
from api.errors import AddressElsewhere, AddressInUse
from api.rules import vietnamese


@pytest.mark.parametrize("day", ["hôm-nay", "today", "31/02/2024", "2024-13-01"])
@pytest.mark.parametrize(
    ("command", "option"),
    [(("register",), "--due-before"), (("register",), "--due-after"), (("genealogy", "1-CV/TU"), "--date")],
)
def test_a_wrong_day_is_told_with_examples(cli, command, option, day):
    code, _, err = cli(*command, option, day)
    assert code == 2
    told = f"giá trị của {option} không hợp lệ: phải là một ngày, như 2024-12-31 hoặc 31/12/2024. "
    assert err.startswith(f"chidao: {told}")


def test_english_about_a_vietnamese_value_is_not_repeated(cli):
    code, _, err = cli("register", "--limit", "mười")
    assert (code, err) == (
        2,
        "chidao: giá trị của --limit không hợp lệ: phải là số nguyên. Xem cách dùng: chidao register -h\n",
    )


@pytest.mark.parametrize("host", ["192.0.2.77", "khong-co.invalid"])
def test_an_address_of_another_machine_names_the_host(host):
    with pytest.raises(AddressElsewhere) as caught:
        _listen(host, 0)
    assert "--host" in vietnamese(caught.value)
    assert "--port" not in vietnamese(caught.value)


def test_a_taken_port_names_the_port():
    assert "--port" in vietnamese(AddressInUse("127.0.0.1", 80, errno.EADDRINUSE))


@pytest.mark.parametrize(
    ("option", "given", "told"),
    [
        ("--scopes", "search,foo", "không có foo; chỉ có search, ask, ingest, admin, metrics"),
        (
            "--labels",
            "public,bí-mật",
            "không có bí-mật; chỉ có public, internal, mat, toi-mat, tuyet-mat, all",
        ),
    ],
)
def test_of_a_list_only_the_wrong_part_is_named(cli, option, given, told):
    code, _, err = cli("keys", "create", "--name", "x", option, given)
    assert code == 2
    assert err.startswith(f"chidao: giá trị của {option} không hợp lệ: {told}. ")
