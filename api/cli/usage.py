"""Vietnamese words for what the command-line library says: its help panels and its usage errors."""

import re
import sys

import typer

# The library bundles the classes of its errors; this is the public way to their base.
UsageError: type[Exception] = typer.BadParameter.__base__ or typer.BadParameter

_QUOTED = re.compile(r"'([^']*)'")
_RIGHT = {  # what the library says of a wrong value, in any of its versions
    re.compile(r"not one of (.+?)\.?$", re.DOTALL): "là một trong {}",
    re.compile(r"range (-?\d+)<=x<=(-?\d+)"): "từ {} đến {}",
    re.compile(r"greater than or equal to (-?\d+)"): "từ {} trở lên",
    re.compile(r"less than or equal to (-?\d+)"): "không quá {}",
    re.compile(r"valid integer"): "là số nguyên",
    re.compile(r"not match the formats? .*%d/%m/%Y"): "là một ngày, như 2024-12-31 hoặc 31/12/2024",
}
_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "Tham số",
    "OPTIONS_PANEL_TITLE": "Tùy chọn",
    "COMMANDS_PANEL_TITLE": "Lệnh",
    "DEFAULT_STRING": "[mặc định: {}]",
    "REQUIRED_LONG_STRING": "[bắt buộc]",
}


def translate_help() -> None:
    """Give the panels of the help Vietnamese titles, if help is asked for."""
    if not {"-h", "--help"} & set(sys.argv) and len(sys.argv) > 1:
        return
    from typer import rich_utils

    for name, words in _PANELS.items():
        if hasattr(rich_utils, name):
            setattr(rich_utils, name, words)


def usage_fault(error: Exception) -> str:
    """Say a usage error in Vietnamese, and where the usage is explained."""
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", "chidao")
    return f"{_fault(error)}. Xem cách dùng: {command} -h"


def _fault(error: Exception) -> str:
    said = str(getattr(error, "message", "") or error)
    name = _name(error) or next(iter(_QUOTED.findall(said)), "")
    match type(error).__name__:
        case "MissingParameter":
            return f"thiếu {name}"
        case "NoSuchOption":
            return f"không có tùy chọn {getattr(error, 'option_name', name)}"
        case "BadOptionUsage":
            return f"tùy chọn {getattr(error, 'option_name', name)} dùng không đúng"
        case "BadParameter":
            return f"giá trị của {name} không hợp lệ{_allowed(error)}"
    if said.startswith("No such command"):
        return f"không có lệnh {name}"
    if "extra argument" in said:
        return f"thừa tham số {said[said.rfind('(') + 1 : said.rfind(')')]}; câu hỏi phải nằm trong ngoặc kép"
    return said.rstrip(".")


def _name(error: Exception) -> str:
    """Name the parameter: an option as it is typed, an argument as the help names it."""
    hint, parameter = getattr(error, "param_hint", None), getattr(error, "param", None)
    if hint:
        return hint if isinstance(hint, str) else " ".join(hint)
    if parameter is None:
        return ""
    if getattr(parameter, "param_type_name", "") == "option":
        return str(parameter.opts[0])
    return str(getattr(parameter, "metavar", None) or parameter.name)


def _allowed(error: Exception) -> str:
    """Say what would be right, where the library does."""
    said = str(getattr(error, "message", ""))
    for pattern, words in _RIGHT.items():
        if found := pattern.search(said):
            return ": phải " + words.format(*(part.replace("'", "") for part in found.groups()))
    is_ours = not _QUOTED.sub("", said).isascii()  # what the library quotes, the user has typed
    return f": {said}" if is_ours else ""
