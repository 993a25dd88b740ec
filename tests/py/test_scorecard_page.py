"""The scorecard's page: stands alone, holds the numbers of the card, escapes what strangers wrote; and its command."""

import json
import re
from html.parser import HTMLParser

import pytest

pytest.importorskip("jinja2")
from accountgraph.evaluate import evaluate
from accountgraph.report.text import MISSING
from test_evaluate import EVERYBODY, LOOKALIKES, RING, run_of, truth_of


class Tags(HTMLParser):
    """Every tag, and the tags that are open; a tag closed out of order fails."""

    def __init__(self):
        super().__init__()
        self.seen, self.open = [], []

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def card():
    cluster_of = {account: f"c-{group}" for account, _, group in RING} | {
        "h0": "c-ring",
        "h5": "c-home",
        "h6": "c-home",
    }
    campaigns = [(f"m-{group}", account) for account, _, group in RING]
    run = run_of(EVERYBODY, cluster_of, flagged={"c-ring", "c-home"}, links=[("r0", "r1")], campaigns=campaigns)
    run.run = {"version": "0.1.0", "seconds": 1.25, "peak_memory_mb": 64.0}
    return evaluate(run, truth_of(RING + LOOKALIKES))


def test_the_page_stands_alone_and_is_whole(card, tmp_path):
    path = card.save(tmp_path / "card.html")
    page = path.read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(page)
    assert tags.open == [] and page.lstrip().startswith("<!doctype html>")
    names = [tag for tag, _ in tags.seen]
    assert not {"script", "link", "img", "iframe", "object"} & set(names)
    assert "http://" not in page and "https://" not in page and "url(" not in page and "default-src 'none'" in page
    assert names.count("svg") == 1 + 3 + 1 + 1 and names.count("title") == 1 + names.count("svg")
    ids = [attributes["id"] for _, attributes in tags.seen if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert card.save(path).read_text(encoding="utf-8") == page  # a page may be replaced, with the same bytes
    assert [child.name for child in tmp_path.iterdir()] == ["card.html"]


def test_the_page_holds_the_numbers_of_the_card(card, tmp_path):
    page = card.save(tmp_path / "card.html").read_text(encoding="utf-8")
    assert f"{card.flagged['precision']:.3f}" in page and f"{card.bcubed['planted']['f1']:.3f}" in page
    for row in card.operations:
        assert f">{row['operation']}<" in page
    assert "3 of 8 (38 %)" in page  # h0, h5, h6 of the office
    assert "<dt>Seconds</dt><dd>1.25</dd>" in page
    assert "pure for an operation" in page and "2 of 3 are." in page


def test_every_state_of_a_card_can_be_saved(tmp_path):
    for name, run, truth in (
        ("empty", run_of([], {}), []),
        ("nothing-found", run_of(EVERYBODY, {}), RING),
        ("no-operation", run_of(EVERYBODY, dict.fromkeys(EVERYBODY, "c"), flagged={"c"}), LOOKALIKES),
    ):
        page = evaluate(run, truth_of(truth)).save(tmp_path / f"{name}.html").read_text(encoding="utf-8")
        assert MISSING in page and "None" not in page and "nan" not in page


def test_names_of_strangers_are_harmless(tmp_path):
    bad = ["<script>alert(1)</script>", "\u202eevil", "\x1b[31m", "x" * 10_240, "\ud800", "</title><b>"]
    rows = [(name, "operation", f"{name}|op") for name in bad] + [("h", f"{name}|type", "g") for name in bad]
    run = run_of([*bad, "h"], dict.fromkeys([*bad, "h"], "<i>c"), flagged={"<i>c"})
    run.run = {"version": "<b>1</b>"}
    page = evaluate(run, truth_of(rows)).save(tmp_path / "card.html").read_text(encoding="utf-8")
    assert not re.search(r"<(script|b|i)\b", page)
    assert not {"\u202e", "\x1b", "\ud800"} & set(page) and len(page) < 100_000


def test_only_a_page_is_replaced(card, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    for place in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(FileExistsError):
            card.save(place)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_the_command_writes_the_page_and_prints_json(run_folder, world, tmp_path, capsys):
    pytest.importorskip("duckdb")
    cli = pytest.importorskip("accountgraph.cli")
    world.save(tmp_path / "world")
    truth, page = str(tmp_path / "world" / "truth.parquet"), tmp_path / "card.html"
    assert cli.run(["evaluate", str(run_folder), truth, "--json", "--html", str(page), "--purity", "0.8"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == evaluate(run_folder, truth, purity=0.8).to_dict() and told["purity"] == 0.8
    assert told["run"]["seconds"] > 0 and page.read_text(encoding="utf-8").lstrip().startswith("<!doctype")
    assert cli.run(["evaluate", str(run_folder), truth, "--purity", "0.3"]) == 2
    assert cli.run(["evaluate", str(run_folder), truth, "--html", str(tmp_path)]) == 2
    assert "is a folder" in capsys.readouterr().err
