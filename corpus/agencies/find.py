"""Agencies and groups of agencies named in running text, and the identity behind their many names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.agencies.grammar import grammar
from corpus.agencies.rules import Grammar
from corpus.letters import fold_letters, has_marks, one_tone, read_table, slug
from corpus.types import Agency, AgencyMention, Span

# Tokens of a folded name that stand for words; whole-name aliases come first.
_TOKENS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "btv": "ban thuong vu",
    "bch": "ban chap hanh",
    "ubkt": "uy ban kiem tra",
    "vp": "van phong",
    "tp": "thanh pho",
    "tw": "trung uong",
    "tt": "thuong truc",
    "mttq": "mat tran to quoc",
    "mttqvn": "mat tran to quoc",
    "ubmttq": "mat tran to quoc",
    "ubmttqvn": "mat tran to quoc",
    "ldld": "lien doan lao dong",
    "bcsd": "ban can su dang",
    "bcd": "ban chi dao",
    "btg": "ban tuyen giao",
    "bdv": "ban dan van",
    "bnc": "ban noi chinh",
    "btc": "ban to chuc",
    "btgdv": "ban tuyen giao va dan van",
    "dbqh": "dai bieu quoc hoi",
    "kbnn": "kho bac nha nuoc",
    "nhnn": "ngan hang nha nuoc",
    "bhxh": "bao hiem xa hoi",
    "tand": "toa an nhan dan",
    "vksnd": "vien kiem sat nhan dan",
    "lhpn": "lien hiep phu nu",
    "ccb": "cuu chien binh",
    "chqs": "chi huy quan su",
    "ttdt": "thong tin dien tu",
}
_TOKEN = re.compile(r"\b(?:" + "|".join(_TOKENS) + r")\b")
# "TU" is Thành ủy and "TƯ" Trung ương, but folded, or in a name all in capitals, they are any "đầu tư".
_COMMITTEES = {"TU": "Thành ủy", "TƯ": "Trung ương"}
_COMMITTEE = re.compile(r"\b(?:" + "|".join(_COMMITTEES) + r")\b")
_WRITTEN_TU = re.compile(r"\btu\b", re.IGNORECASE)
_HCM = re.compile(r"\bhcm\b")
# What a name may carry without becoming another body.
_NOISE = re.compile(r"\b(?:cac dong chi|dong chi)\b")
_FRONT = re.compile(r"\b(?:uy ban )?mat tran to quoc(?: viet nam)?\b")
_GENERIC_TAIL = re.compile(r"^((?:giam doc |pho giam doc )?so .+?) (?:thanh pho|tinh)$")


@dataclass(frozen=True, slots=True)
class _Names:
    agencies: dict[str, Agency]  # id -> agency
    aliases: dict[str, str]  # folded alias -> folded canonical name


@lru_cache(maxsize=1)
def _names() -> _Names:
    agencies: dict[str, Agency] = {}
    aliases: dict[str, str] = {}
    rows = [(row[0], row[1], row[2]) for row in read_table("agencies.tsv")]
    for head, field, short in read_table("agency_fields.tsv"):
        level = {"Bộ": "central", "Sở": "province"}.get(head)
        if level:
            rows.append((f"{head} {field}", level, "|".join(f"{head} {a}" for a in short.split("|") if a)))
            rows.append((f"{head} {field}", level, "|".join(head[0] + a for a in short.split("|") if a)))
    for name, level, short in rows:
        known = [a for a in short.split("|") if a]
        identity = slug(name)
        earlier = agencies[identity].aliases if identity in agencies else ()
        agencies[identity] = Agency(identity, name, (*earlier, *known), level)
        for alias in known:
            aliases.setdefault(_plain(alias), _plain(name))
    return _Names(agencies, aliases)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold_letters(name)))


def _canonical(name: str) -> str:
    """Return the folded words of the name that all its spellings share."""
    aliases = _names().aliases
    if not name.isupper():
        name = _COMMITTEE.sub(lambda m: _COMMITTEES[m.group()], name)
    plain = _NOISE.sub(" ", _plain(name)).strip()
    plain = aliases.get(plain, plain)
    if _WRITTEN_TU.search(name):
        plain = _city_committee().sub(r"\g<organ>thanh uy", plain)
    plain = _TOKEN.sub(lambda m: _TOKENS[m.group()], plain)
    plain = _HCM.sub("ho chi minh", plain).replace("uy ban nhan nhan", "uy ban nhan dan")
    plain = aliases.get(plain, plain)
    if plain not in ("uy ban trung uong mat tran to quoc viet nam",):
        plain = _FRONT.sub("mat tran to quoc", plain)
    return _GENERIC_TAIL.sub(r"\1", _short_field(plain, aliases))


@lru_cache(maxsize=1)
def _city_committee() -> re.Pattern[str]:
    """Match a folded "tu" that is Thành ủy: first or after an organ of it, and last or before its city."""
    vocabulary = {row[0]: row[1].split("|") for row in read_table("agency_words.tsv")}
    fields = (f"Ban {row[1]}" for row in read_table("agency_fields.tsv") if row[0] == "Ban")
    organs = "|".join(_plain(name) for name in (*vocabulary["organs"], *vocabulary["posts"], *fields))
    cities = "|".join(_plain(name) for name in _provinces()[1])
    return re.compile(rf"(?P<organ>^|\b(?:{organs}) )tu(?= (?:{cities}|thanh pho)\b|$)")


def _short_field(plain: str, aliases: dict[str, str]) -> str:
    """Spell out a department within a longer name: "giám đốc Sở KH&CN"."""
    m = re.search(r"\b(?:so|bo)(?: [a-z]{1,7}){1,4}", plain)
    if m is None:
        return plain
    words = m.group().split()
    for stop in range(len(words), 1, -1):
        full = aliases.get(" ".join(words[:stop]))
        if full:
            return plain[: m.start()] + " ".join([full, *words[stop:]]) + plain[m.end() :]
    return plain


@lru_cache(maxsize=20_000)
def agency_id(name: str) -> str:
    """Return the id under which every spelling of a name meets."""
    return slug(_canonical(name))


def same_agency(a: str, b: str) -> bool:
    """Tell whether two ids name one body, one of them perhaps with its territory left out."""
    short, long = sorted((a, b), key=len)
    tail = long[len(short) :]
    return long.startswith(short) and (not tail or tail.startswith(_territories()))


@lru_cache(maxsize=1)
def _territories() -> tuple[str, ...]:
    names = [slug(row[0]) for row in read_table("provinces.tsv")]
    return tuple(f"-{name}" for name in [*names, "thanh-pho", "tinh", "viet-nam"])


def provinces_in(folded: str) -> frozenset[str]:
    """Return the provinces that folded text names, former ones as those they are now part of."""
    pattern, current = _provinces()
    return frozenset(current[m.group()] for m in pattern.finditer(folded))


@lru_cache(maxsize=1)
def _provinces() -> tuple[re.Pattern[str], dict[str, str]]:
    current: dict[str, str] = {}
    for name, _level, now, others in read_table("provinces.tsv"):
        for spelling in (name, *filter(None, others.split("|"))):
            current[fold_letters(spelling)] = now or name
    longest = sorted(current, key=lambda name: (-len(name), name))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b"), current


def resolve_agency(name: str) -> Agency | None:
    """Return the agency that a whole name or abbreviation stands for; None when it names none."""
    name = name.strip(" .,;:-")
    identity = agency_id(name)
    known = _names().agencies.get(identity)
    if known:
        return known
    mentions = find_agencies(name)
    if len(mentions) != 1 or mentions[0].span != Span(0, len(name)):
        return None
    return Agency(identity, name, (), _level(identity))


def _level(identity: str) -> str | None:
    """Read the level of a body off its name."""
    marks = (
        ("commune", ("-xa", "-phuong", "dac-khu", "thi-tran")),
        ("district", ("huyen", "quan-uy", "-quan-", "thi-xa")),
        ("central", ("trung-uong", "chinh-phu", "quoc-hoi", "viet-nam")),
        ("province", ("thanh-uy", "tinh-uy", "thanh-pho", "tinh", "so-")),
    )
    if identity.startswith("bo-"):
        return "central"
    return next((level for level, parts in marks if any(p in identity for p in parts)), None)


def find_agencies(text: str) -> list[AgencyMention]:
    """Find mentions of agencies and of groups of agencies, the longest at each place, in order."""
    marked = has_marks(text)
    rules = grammar(marked)
    shape = one_tone(text) if marked else fold_letters(text)
    found: list[AgencyMention] = []
    at = 0
    for start in rules.parts.starts.finditer(shape):
        if start.start() < at:
            continue
        listed = _short_list(text, shape, rules, start.start())
        if listed:
            found += listed
            at = listed[-1].span.end
            continue
        end = rules.mention(shape, start.start())
        if end:
            at = end
            # "lãnh đạo các Bộ: Tài chính, Y tế" names the ministries behind the colon.
            listed = _list_within(text, shape, rules, start.start(), at)
            found += listed or [_mention(text, start.start(), at)]
            at = listed[-1].span.end if listed else at
    return found


def _mention(text: str, start: int, end: int, full: str | None = None) -> AgencyMention:
    name = text[start:end]
    return AgencyMention(name, Span(start, end), agency_id(full or name))


def _short_list(text: str, shape: str, rules: Grammar, at: int) -> list[AgencyMention]:
    """Read "các Sở: Tài chính, Xây dựng" as one mention for each item, on its short name."""
    m = rules.parts.short_list.match(shape, at)
    if m is None:
        return []
    if m["people"]:
        head, group, items = f"{m['people']} {m['level']}", "places", rules.parts.items["places"]
    else:
        head, group = m["head"], "items"
        items = rules.parts.items["so" if fold_letters(head) == "so" else "bo"]
    parts = list(_items(items, shape, *m.span(group)))
    if not m["people"] and ":" not in m["colon"] and len(parts) < 2:
        return []
    return [_mention(text, a, b, f"{head} {text[a:b]}") for a, b in parts]


def _list_within(text: str, shape: str, rules: Grammar, start: int, end: int) -> list[AgencyMention]:
    if not shape.startswith(":", end):
        return []
    inner = max(shape.rfind(word, start, end) for word in ("các ", "Các ", "cac "))
    return _short_list(text, shape, rules, inner) if inner > start else []


def _items(item: re.Pattern[str], shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    while at < end:
        m = item.match(shape, at, end)
        if m:
            yield m.span()
            at = m.end()
        else:
            at += 1
