"""What strangers chose, made safe to show on a terminal."""


def printable(text: str) -> str:
    """Return a text without the characters that steer a terminal or end a line."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
