import json

import pytest
from typer.testing import CliRunner

from api.batch.lines import run_name
from api.cli import app
from api.evaluation.beir import BeirFolder
from api.evaluation.conversion import file_name
from tests.api.fakes import LEAD, TEXT, make_record


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def folder(tmp_path):
    """A small data set of somebody else."""
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    docs = [
        {"_id": "d/1", "title": "Một", "text": "Sở Tài chính chủ trì."},
        {"_id": "2", "title": "", "text": "Sở Y tế báo cáo hằng quý."},
        {"_id": "leer", "title": "", "text": " "},
    ]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, docs)))
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "q1", "text": "tài chính"}) + "\n")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td/1\t1\nq1\t2\t0\n")
    return folder


def test_passages_are_the_corpus(cli, catalog, tmp_path):
    questions, qrels = tmp_path / "q.tsv", tmp_path / "qrels"
    (card,) = catalog.all_headers()
    judged = catalog.passages(card.id)[0].id
    questions.write_text("a\tSở nào chủ trì?\n")
    qrels.write_text(f"a 0 {judged} 1\na 0 gone 1\n")
    out = tmp_path / "deep" / "out"
    code, _, err = cli("export", "--beir", str(out), "--questions", str(questions), "--qrels", str(qrels))
    assert code == 0, err
    assert "1 trong 2 đánh giá nêu tên đoạn văn không có trong kho" in err
    text = catalog.text(card.id)
    found = lines(out / "corpus.jsonl")
    assert [doc["_id"] for doc in found] == [passage.id for passage in catalog.passages(card.id)]
    for doc in found:
        place = doc["metadata"]
        assert text[place["start"] : place["end"]] == doc["text"]
        assert place["source"] == "cv12.txt"
    assert lines(out / "queries.jsonl") == [{"_id": "a", "text": "Sở nào chủ trì?", "metadata": {}}]
    assert BeirFolder(out).qrels() == {"a": {judged: 1, "gone": 1}}
    assert [doc.doc_id for doc in BeirFolder(out).docs_iter()] == [doc["_id"] for doc in found]
    assert [query.text for query in BeirFolder(out).queries_iter()] == ["Sở nào chủ trì?"]


@pytest.mark.parametrize("unit", ["document", "source"])
def test_whole_documents_are_the_corpus_where_they_are_judged(cli, catalog, tmp_path, unit):
    (card,) = catalog.all_headers()
    name = card.id if unit == "document" else "cv12.txt"
    qrels, out = tmp_path / "qrels", tmp_path / "out"
    qrels.write_text(f"a 0 {name} 1\n")
    code, _, err = cli("export", "--beir", str(out), "--qrels", str(qrels))
    assert code == 2
    assert f"--unit {unit}" in err
    assert not out.exists()
    code, _, err = cli("export", "--beir", str(out), "--qrels", str(qrels), "--unit", unit)
    assert (code, "không có trong kho" in err) == (0, False)
    (doc,) = lines(out / "corpus.jsonl")
    assert (doc["_id"], doc["text"]) == (name, TEXT)
    assert BeirFolder(out).qrels() == {"a": {name: 1}}


def test_files_of_one_name_are_one_text(cli, catalog, tmp_path):
    twin = make_record(TEXT.replace("Tài chính", "Y tế"))
    catalog.put(twin)
    assert cli("export", "--beir", str(tmp_path / "out"), "--unit", "source")[0] == 0
    (doc,) = lines(tmp_path / "out" / "corpus.jsonl")
    assert TEXT in doc["text"]
    assert twin.document.text in doc["text"]


def test_judgements_that_name_nothing_are_refused(cli, catalog, folder, tmp_path):
    qrels = tmp_path / "qrels"
    qrels.write_text("a 0 elsewhere 1\n")
    code, _, err = cli("export", "--beir", str(tmp_path / "out"), "--qrels", str(qrels))
    assert (code, str(qrels) in err, "--unit" in err) == (2, True, False)
    judged = folder / "qrels" / "test.tsv"
    judged.write_text("query-id\tcorpus-id\tscore\nq1\telsewhere\t1\n")
    code, _, err = cli("import", "--beir", str(folder), "-o", str(tmp_path / "made"))
    assert (code, str(judged) in err) == (2, True)
    judged.write_text("query-id\tcorpus-id\tscore\nq1\telsewhere\t1\nq1\t2\t1\n")
    code, _, err = cli("import", "--beir", str(folder), "-o", str(tmp_path / "made"))
    assert (code, "1 đánh giá nêu tên văn bản không có" in err) == (0, True)


def test_a_data_set_becomes_files_questions_and_judgements(cli, folder, tmp_path):
    out = tmp_path / "made"
    code, _, err = cli("import", "--beir", str(folder), "-o", str(out))
    assert code == 0, err
    assert "2 văn bản, 1 câu hỏi, 2 đánh giá" in err
    assert "bỏ 1 văn bản trống" in err
    assert {path.name for path in (out / "documents").iterdir()} == {"d%2F1.txt", "2.txt"}
    assert (out / "documents" / "d%2F1.txt").read_text() == "Một\n\nSở Tài chính chủ trì.\n"
    assert lines(out / "queries.jsonl") == [{"id": "q1", "question": "tài chính"}]
    assert (out / "qrels.trec").read_text() == "q1 0 d%252F1.txt 1\nq1 0 2.txt 0\n"


@pytest.fixture
def chidao(monkeypatch):
    """Run the command line over real documents; returns what it prints."""
    pytest.importorskip("ir_measures")
    monkeypatch.setenv("CHIDAO_MODEL", "hashing")

    def run(*args):
        result = CliRunner().invoke(app, list(map(str, args)))
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def test_what_goes_out_and_comes_in_again_is_measured_the_same(chidao, tmp_path):
    files, data, again = tmp_path / "files", tmp_path / "data", tmp_path / "again"
    files.mkdir()
    asked, judged = tmp_path / "asked.tsv", tmp_path / "judged"
    bodies = ["Sở Tài chính", "Sở Y tế", "Sở Nội vụ", "Thanh tra tỉnh"]
    works = ["rà soát nợ xây dựng", "tiêm chủng mở rộng", "tinh giản biên chế", "kiểm tra đất công"]
    for number, (body, work) in enumerate(zip(bodies, works, strict=True), start=40):
        text = TEXT.replace("12-CV/TU", f"{number}-CV/TU").replace("Sở Tài chính", body)
        (files / f"công văn {number}.txt").write_text(text.replace("rà soát dự án", work), encoding="utf-8")
    asked.write_text("".join(f"{i}\tAi phải {work}?\n" for i, work in enumerate(works)), encoding="utf-8")
    # Two are judged wrongly, so that the figure is neither 0 nor 1.
    names = [run_name(f"công văn {40 + number}.txt") for number in (0, 1, 3, 2)]
    judged.write_text("".join(f"{i} 0 {name} 1\n" for i, name in enumerate(names)), encoding="utf-8")
    search = ("--task", "search", "--format", "trec", "--unit", "source", "-k", "10", "--data-dir")

    chidao("ingest", files, "--jobs", "1", "--data-dir", data)
    chidao("batch", asked, "-o", tmp_path / "run.trec", *search, data)
    before = chidao("eval", "--qrels", judged, "--run", tmp_path / "run.trec", "-m", "nDCG@10")
    out, made = tmp_path / "beir", tmp_path / "made"
    options = ("--questions", asked, "--qrels", judged, "--unit", "source")
    chidao("export", "--beir", out, *options, "--data-dir", data)
    chidao("import", "--beir", out, "-o", made)
    chidao("ingest", made / "documents", "--jobs", "1", "--data-dir", again)
    chidao("batch", made / "queries.jsonl", "-o", tmp_path / "again.trec", *search, again)
    told = chidao("eval", "--qrels", made / "qrels.trec", "--run", tmp_path / "again.trec", "-m", "nDCG@10")
    assert told == before
    assert 0.5 < float(told.split()[1]) < 1


def test_a_data_set_of_others_is_asked_and_judged(chidao, folder, tmp_path):
    made, run, data = tmp_path / "made", tmp_path / "run.trec", ("--data-dir", str(tmp_path / "data"))
    chidao("import", "--beir", folder, "-o", made)
    chidao("ingest", made / "documents", "--jobs", "1", *data)
    as_run = ("--task", "search", "--format", "trec", "--unit", "source")
    chidao("batch", made / "queries.jsonl", "-o", run, *as_run, *data)
    told = chidao("eval", "--qrels", made / "qrels.trec", "--run", run, "-m", "R@2", "-m", "RR@10")
    assert told == "R@2\t1.0000\nRR@10\t1.0000\n"


@pytest.mark.parametrize("doc_id", ["a", "a b", ".hidden", "~$x", "../../etc/passwd", "đ" * 300, "a/b", "%"])
def test_every_id_is_one_plain_file_and_one_word(doc_id):
    name = file_name(doc_id)
    assert "/" not in name
    assert not name.startswith((".", "~"))
    assert len(name) < 255
    assert run_name(name).split() == [run_name(name)]


def test_ids_that_differ_have_names_that_differ():
    ids = ["a b", "a%20b", "a+b", "A", "đ" * 300, "đ" * 301, ".a", "%2Ea"]
    assert len({file_name(doc_id) for doc_id in ids}) == len(ids)


def test_what_is_wrong_is_told_with_file_and_line(cli, folder, tmp_path):
    (folder / "corpus.jsonl").write_text('{"_id": "1", "text": "a"}\n{"text": "b"}\n')
    code, _, err = cli("import", "--beir", str(folder), "-o", str(tmp_path / "made"))
    assert code == 2
    assert f"{folder / 'corpus.jsonl'}, dòng 2" in err
    assert cli("import", "--beir", str(tmp_path / "none"), "-o", str(tmp_path / "made"))[0] == 2


def test_answers_in_the_form_of_kilt(cli, catalog, tmp_path):
    (tmp_path / "q.tsv").write_text("a\tSở nào chủ trì?\nb\tquý vắng\n")
    out, kilt = tmp_path / "out.jsonl", tmp_path / "kilt.jsonl"
    cli("batch", str(tmp_path / "q.tsv"), "-o", str(out))
    assert cli("export", "--kilt", str(kilt), "--answers", str(out))[0] == 0
    first, second = lines(kilt)
    assert (first["id"], first["input"], first["output"][0]["answer"]) == ("a", "Sở nào chủ trì?", LEAD)
    (proof,) = first["output"][0]["provenance"]
    text = catalog.text(proof["wikipedia_id"])
    assert text[proof["start_character"] : proof["end_character"]] == proof["meta"]["quote"]
    assert second == {"id": "b", "input": "quý vắng", "output": []}


def test_usage(cli, catalog, tmp_path):
    assert cli("export")[0] == 2
    assert cli("export", "--kilt", str(tmp_path / "k"))[0] == 2
    (tmp_path / "file").write_text("x")
    assert cli("export", "--beir", str(tmp_path / "file"))[0] == 1
