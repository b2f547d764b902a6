from datetime import UTC, datetime, timedelta

import pytest

from api.access.caller import Caller, Scope
from api.access.keys import Grant, ended, hash_of, issue, parts_of, successor_of
from api.access.rates import Buckets, Rate
from api.access.store import AccessStore, clearance_of, labels_text
from api.errors.access import ScopeMissing
from corpus.errors import DataDirError
from corpus.labels import Label

GRANT = Grant(
    "Văn phòng",
    frozenset({Scope.ASK, Scope.ADMIN}),
    frozenset({Label.SECRET}),
    timedelta(days=9),
    Rate(5, 60),
)


@pytest.fixture
def store(tmp_path):
    opened = AccessStore(tmp_path)
    yield opened
    opened.close()


def test_a_key_opens_with_its_own_secret_alone():
    one, other = issue(GRANT), issue(GRANT)
    assert parts_of(one.token) == (one.key.id, one.secret)
    assert one.key.bears(one.secret)
    assert not one.key.bears(other.secret)
    assert one.secret not in str(one.key)
    for wrong in ("", "chidao", one.token + "x", one.token.replace("chidao_", "other_"), "chidao_x_y"):
        assert parts_of(wrong) is None


def test_a_key_lives_as_long_as_it_was_made_for():
    key = issue(GRANT).key
    assert key.lives(key.created_at + timedelta(days=8, hours=23))
    assert not key.lives(key.created_at + timedelta(days=9))
    assert issue(Grant("x", frozenset(), None)).key.lives(datetime(2999, 1, 1, tzinfo=UTC))


def test_a_successor_may_do_the_same_and_the_old_key_ends_with_the_grace():
    old = issue(GRANT).key
    fresh = successor_of(old).key
    assert (fresh.name, fresh.scopes, fresh.clearance, fresh.rate) == (
        old.name, old.scopes, old.clearance, old.rate,
    )  # fmt: skip
    assert fresh.ends_at - fresh.created_at == timedelta(days=9)
    going = ended(old, timedelta(hours=1), fresh.id)
    assert going.lives(old.created_at + timedelta(minutes=59))
    assert not going.lives(old.created_at + timedelta(minutes=61))
    assert ended(old, timedelta(days=99)).ends_at == old.ends_at  # grace does not make it live longer
    assert going.successor == fresh.id


def test_keys_are_stored_without_their_secrets(store, tmp_path):
    assert store.all_keys() == []
    assert not store.is_used()
    assert not (tmp_path / "access.sqlite").exists()  # looking makes no file
    issued = issue(GRANT)
    store.put(issued.key)
    other = AccessStore(tmp_path)
    assert other.all_keys() == [issued.key]
    assert other.key(issued.key.id) == issued.key
    assert (other.key("none"), other.is_used()) == (None, True)
    other.close()
    path = tmp_path / "access.sqlite"
    assert issued.secret.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_sessions_end(store):
    store.open_session("a", "key", datetime.now(UTC) + timedelta(hours=1))
    store.open_session("b", "key", datetime.now(UTC) - timedelta(hours=1))
    assert (store.session_key("a"), store.session_key("b"), store.session_key("c")) == ("key", None, None)
    store.end_session("a")
    assert store.session_key("a") is None


def test_a_file_that_is_no_store_is_told(tmp_path):
    (tmp_path / "access.sqlite").write_text("nonsense" * 1000)
    with pytest.raises(DataDirError):
        AccessStore(tmp_path).all_keys()


@pytest.mark.parametrize("text", ["all", "public", "public,internal,tuyet-mat", ""])
def test_clearances_are_written_and_read(text):
    assert labels_text(clearance_of(text)) == text


def test_a_label_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="secret"):
        clearance_of("public,secret")


@pytest.mark.parametrize(
    ("text", "rate"), [("60/m", Rate(60, 60)), ("1/s", Rate(1, 1)), ("5/d", Rate(5, 86400))]
)
def test_rates_are_written_and_read(text, rate):
    assert Rate.parse(text) == rate
    assert str(rate) == text


@pytest.mark.parametrize("text", ["", "60", "0/m", "m/60", "60/y", "-1/m"])
def test_what_is_no_rate_is_refused(text):
    with pytest.raises(ValueError, match="60/m"):
        Rate.parse(text)


def test_a_bucket_fills_again_with_time():
    clock = [0.0]
    buckets = Buckets(lambda: clock[0])
    rate = Rate(2, 60)
    assert [buckets.take("a", rate) for _ in range(3)] == [0, 0, 30]
    assert buckets.take("b", rate) == 0  # each caller has one of their own
    clock[0] = 29.0
    assert buckets.take("a", rate) == 1
    clock[0] = 30.0
    assert [buckets.take("a", rate), buckets.take("a", rate)] == [0, 30]
    clock[0] = 3000.0
    assert [buckets.take("a", rate) for _ in range(3)] == [0, 0, 30]  # never more than it holds


def test_scopes_do_not_imply_one_another_but_administrators_read_metrics():
    admin = Caller(None, None, frozenset({Scope.ADMIN}), None)
    admin.require(Scope.METRICS)
    for scope in (Scope.SEARCH, Scope.ASK, Scope.INGEST):
        with pytest.raises(ScopeMissing, match=scope):
            admin.require(scope)


def test_who_sees_how_much():
    everything, some = (
        Caller(None, None, frozenset(), None),
        Caller(None, None, frozenset(), frozenset({Label.PUBLIC})),
    )
    assert everything.sees_all_of(None)
    assert everything.sees_all_of(frozenset(Label))
    assert some.sees_all_of(frozenset({Label.PUBLIC}))
    assert not some.sees_all_of(frozenset({Label.PUBLIC, Label.INTERNAL}))
    assert not some.sees_all_of(None)
    every = Caller(None, None, frozenset(), frozenset(Label))
    assert every.sees_all_of(None)  # label by label or by one word
    assert clearance_of(",".join(Label)) is None


def test_what_is_kept_of_a_secret_is_its_hash():
    assert hash_of("a") == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
