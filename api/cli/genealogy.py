"""`chidao genealogy`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, DataDir, open_runtime
from api.cli.outputs import writing
from api.errors import NumberUnknown

if TYPE_CHECKING:
    from rich.tree import Tree

    from search.genealogy import Family, Work
    from search.register import RegisterRow


def genealogy(
    number: Annotated[str, typer.Argument(help="Số, ký hiệu văn bản: 59-NQ/TW.", metavar="SỐ_KÝ_HIỆU")],
    issued_on: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            formats=["%Y-%m-%d", "%d/%m/%Y"],
            help="Ngày ban hành, khi nhiều văn bản cùng số: 2020-08-05 hoặc 05/8/2020.",
            metavar="NGÀY",
        ),
    ] = None,
    tasks: Annotated[
        bool, typer.Option("--tasks", help="In thêm bảng cơ quan nào được giao việc gì.")
    ] = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Vẽ phả hệ vào tệp SVG này.", metavar="TỆP")
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Cho biết một văn bản dựa trên những văn bản nào và những văn bản nào thực hiện nó."""
    from api.genealogy.tasks import assignments_in

    with open_runtime(data_dir) as runtime:
        families = runtime.storyteller().families(
            number, issued_on.date() if issued_on else None, date.today()
        )
        if not families:
            raise NumberUnknown(number)
        told = {family.work: assignments_in(runtime, family) if tasks else () for family in families}
    if svg is not None:
        _draw(svg, families)
    if as_json:
        from api.genealogy.schemas import GenealogyOut, family_out

        shown = tuple(family_out(family, told[family.work]) for family in families)
        typer.echo(GenealogyOut(families=shown).model_dump_json())
    else:
        _print(families, told)


def _draw(path: Path, families: "Sequence[Family]") -> None:
    from api.genealogy.svg import draw

    with writing(path):
        path.write_text(draw(families), encoding="utf-8")


def _print(families: "Sequence[Family]", told: "Mapping[str, Sequence[RegisterRow]]") -> None:
    from rich.console import Console

    from api.cli.assignments import table_of

    console = Console(highlight=False)
    for number, family in enumerate(families):
        if number:
            console.print()
        for root in _trees(family):
            console.print(root)
        if told[family.work]:
            console.print(table_of(told[family.work]))


def _trees(family: "Family") -> "list[Tree]":
    """Hang each work below the youngest of those it rests on; other parents are told beside it."""
    from rich.markup import escape
    from rich.tree import Tree

    from api.genealogy.words import RELATIONS, name_of, note_of

    works = {work.id: work for work in family.works}
    row_of = {work.id: row for row, works_in in enumerate(family.rows) for work in works_in}
    parents: dict[str, list[tuple[str, str]]] = {work_id: [] for work_id in works}
    for link in family.links:
        parents[link.citing].append((link.cited, RELATIONS[link.relation]))
    nodes: dict[str, Tree] = {}
    roots = []

    def label(work: "Work", above: Sequence[tuple[str, str]]) -> str:
        name = escape(name_of(work))
        name = f"[bold]{name}[/]" if work.id == family.work else name
        first = f"[dim]{above[0][1]}:[/] " if above else ""
        also = "; ".join(f"{relation} {name_of(works[one])}" for one, relation in above[1:])
        note = escape(note_of(work, family.validity[work.id]))
        return f"{first}{name} [dim]({note})[/]" + (f" [dim]· cũng {escape(also)}[/]" if also else "")

    for work in family.works:
        above = sorted(parents[work.id], key=lambda parent: (-row_of[parent[0]], parent))
        if above:
            nodes[work.id] = nodes[above[0][0]].add(label(work, above))
        else:
            nodes[work.id] = Tree(label(work, above))
            roots.append(nodes[work.id])
    return roots
