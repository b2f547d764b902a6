"""Days and sections in Vietnamese, as official documents write them."""

from datetime import date


def day_of(day: date | None) -> str:
    """Write a day: 05/8/2020, 09/02/2021; nothing where there is none."""
    if day is None:
        return ""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def section_of(section: str) -> str:
    """Say a section the way people do: "mục 4", but "Điều 3.2.a"."""
    is_bare = section[:1].isdigit() or section.split(".")[0].isupper()
    return f"mục {section}" if is_bare else section
