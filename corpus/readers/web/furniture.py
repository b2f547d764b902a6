"""What stands around the content of a page: elements by their tags and names, lines by their words."""

import re

from lxml.html import HtmlElement

from corpus.letters import fold_letters

NEVER_TEXT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "canvas",
        "iframe",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
        "map",
        "head",
        "math",
        "select",
        "button",
        "input",
        "textarea",
        "datalist",
        "dialog",
        "progress",
        "meter",
    ]
)
AROUND = frozenset(["nav", "aside", "footer", "menu"])

# Words in class names and ids. Portals write them with hyphens, underscores, in camel case, or run together.
_NAMES = re.compile(
    r"(?:^|[-_\s\d])(?:"
    r"menu|nav|navbar|navigation|breadcrumbs?|bread|topbar|toolbar|sidebar|side|footer|bottom-?bar|skip"
    r"|shares?|sharing|social|socials|facebook|zalo|twitter|addthis|fb|like|button|buttons|btn"
    r"|comments?|binh-?luan|y-?kien|feedback|rating|vote|danh-?gia"
    r"|related|relate|others?|tin-?khac|tin-?lien-?quan|lien-?quan|cung-?chuyen-?muc|bai-?khac|read-?more|more"
    r"|recommend|suggest|most-?view|hot-?news|latest|tin-?moi|tags?|keywords?|tu-?khoa"
    r"|ads?|advert|advertisement|banner|quang-?cao|popup|modal|cookies?|login|signin|dang-?nhap|search"
    r"|tim-?kiem|pagination|pager|print|font-?size|speech|audio|player|counter|thong-?ke|weblink|lien-?ket"
    r")(?:$|[-_\s\d])"
)
_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)

# Whole lines, folded, that belong to the page and not to what it says.
_LABELS = (
    r"trang (?:chu|nhat)",
    r"in (?:ra|trang|bai(?: viet)?|ban nay)",
    r"gui (?:email|mail|bai viet|cho ban be|binh luan|phan hoi|danh gia)",
    r"chia se(?: bai viet)?",
    r"(?:doc|nghe|luu) (?:bai(?: viet)?|bao|doc bai)",
    r"co chu.{0,12}",
    r"a[-+]?(?: a[-+]?){1,3}",
    r"xem voi co chu.*",
    r"sao chep lien ket|copy link|google news|facebook|twitter|zalo|messenger|linkedin|like|share|tweet",
    r"dang nhap|dang ky|tim kiem|quay lai|(?:len|ve) dau trang|menu|top|print|email",
    r"tai ve|download|theo doi(?: chung toi)?.{0,30}|toi thich|danh gia.{0,25}",
    r"[»›|>·\s]+",
)
# A heading after which nothing of the article follows.
_ENDINGS = (
    r"(?:cac |nhung )?(?:tin|bai)(?: viet| tuc)? (?:lien quan|khac|moi(?: hon| nhat)?|cu hon|da dua)",
    r"(?:cac )?(?:tin|bai)(?: viet)? (?:doc|xem) nhieu",
    r"(?:cac |nhung )?(?:tin |bai(?: viet)? )?cung (?:chuyen muc|chu de|loai)",
    r"(?:cac )?van ban (?:khac|cung loai|lien quan)",
    r"co the ban quan tam|xem (?:them|nhieu)(?: tin)?|doc (?:them|nhieu)|tin noi bat",
    r"(?:y kien )?(?:binh luan|ban doc)|y kien cua ban",
    r"tu khoa|tags?|thong ke truy cap|lien ket website",
)
_LABEL = re.compile("|".join(_LABELS))
_ENDING = re.compile(rf"(?:{'|'.join(_ENDINGS)})(?:\W.{{0,40}})?")


def is_hidden(element: HtmlElement) -> bool:
    """Tell whether a browser would not show the element."""
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "") is not None
    )


def is_around(element: HtmlElement) -> bool:
    """Tell by tag, role and name whether the element serves the site and not the page."""
    if element.tag in AROUND or element.get("role") in {
        "navigation",
        "complementary",
        "contentinfo",
        "search",
    }:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:200]
    return bool(names.strip()) and _NAMES.search(_CAMEL.sub("-", names).lower()) is not None


def is_furniture(line: str) -> bool:
    """Tell whether a line is a button or a label of the site."""
    return len(line) < 60 and _LABEL.fullmatch(_folded(line)) is not None


def ends_article(line: str) -> bool:
    """Tell whether a line heads what follows an article: other news, comments, key words."""
    return len(line) < 60 and _ENDING.fullmatch(_folded(line)) is not None


def _folded(line: str) -> str:
    return fold_letters(line).removeprefix("- ").strip(" .:")
