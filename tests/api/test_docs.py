from pathlib import Path

from api.settings import Settings

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_readme_lists_every_setting_as_it_is():
    table = README.split("<!-- settings: begin -->")[1].split("<!-- settings: end -->")[0]
    rows = table.strip().splitlines()[2:]
    expected = [
        f"| `{setting.name}` | {f'`{setting.default}`' if setting.default else ''} | {setting.help} |"
        for setting in Settings.table()
    ]
    assert rows == expected


def test_the_readme_names_the_first_commands():
    for command in ("make demo", "make serve", "make test"):
        assert command in README
