"""The report: one file that stands alone, whatever a run holds and whatever strangers wrote into the log."""

import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("jinja2")
from accountgraph.report import render_report, words, write_report
from accountgraph.report.pictures import bipartite, waterfall
from accountgraph.report.text import MINUS, MISSING, percent, show

VOID = {"meta", "br", "line", "rect", "circle", "path"}
HOSTILE = [
    '<script>alert("1")</script>',
    "card\u202e9",
    "nul\x00byte",
    "x" * 10_240,
    "\ud800",
    "</title></svg><img src=x onerror=a()>",
    '\'" onload=alert(1) x="',
    "{{ 7*7 }}{% raw %}",
    "\x1b[31m",
    "&lt;b&gt;",
    "javascript:alert(1)",
    "a" + "\u0301" * 50,
]


class Page(HTMLParser):
    """Tags, attributes and text of a page; checks that tags are closed in order."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text, self.open = [], [], [], []
        self.feed(page)
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        self.text.append(data)


def text(values):
    column = np.empty(len(values), object)
    column[:] = values
    return column


def times(days):
    return np.datetime64("2026-04-22T08:00", "us") + np.asarray(days, "timedelta64[D]")


def small_run(*, name=str, with_time=True, entries=True):
    """Six flagged accounts, a household of two, two loners; `name` makes the value that the log holds."""
    accounts = [name(f"a{i}") for i in range(10)]
    kinds = ("device", "payment", "ip", "template")
    result = SimpleNamespace(
        accounts={
            "account_id": text(accounts),
            "cluster_id": text(["c-aa"] * 6 + ["c-bb"] * 2 + [None] * 2),
            "campaign_id": text(["m-1"] * 6 + [None] * 4),
            "role": text(["core"] * 5 + ["fringe"] + ["core"] * 2 + ["none"] * 2),
            "flagged": np.arange(10) < 5,
            "bits": np.array([31.5] * 8 + [np.nan] * 2),
            "events": np.arange(10, 20),
            "first_seen": times(range(10)),
            "last_seen": times(range(20, 30)),
        },
        clusters={
            "cluster_id": text(["c-aa", "c-bb"]),
            "rank": np.array([1, 2]),
            "campaign_id": text(["m-1", None]),
            "size": np.array([6, 2]),
            "score": np.array([9.5, -6.0]),
            "score_prior": np.array([-8.0, -8.0]),
            "score_device": np.array([17.5, 14.0]),
            "score_lawful_shape": np.array([0.0, -12.0]),
            "flagged": np.array([True, False]),
            "archetype": text(["farm", "household"]),
            "events": np.array([75, 33]),
            "first_seen": times([0, 6]),
            "last_seen": times([25, 27]),
            **{f"coverage_{k}": np.array([0.83, 0.0]) for k in kinds},
            **{f"reuse_{k}": np.array([3.0, 0.0]) for k in kinds},
        },
        campaigns={
            "campaign_id": text(["m-1"]),
            "clusters": np.array([1]),
            "accounts": np.array([6]),
            "events": np.array([75]),
            "first_seen": times([0]),
            "last_seen": times([25]),
        },
        campaign_members={
            "campaign_id": text(["m-1"] * 6),
            "account_id": text(accounts[:6]),
            "role": text(["member"] * 6),
        },
        successions={
            "campaign_id": text(["m-1"]),
            "ended": times([10]),
            "began": times([11]),
            "peak": times([14]),
            "predecessor_accounts": np.array([3]),
            "successor_accounts": np.array([1_200]),
            "common_bits": np.array([16.0]),
            "common_templates": np.array([2]),
        },
        links={
            "account_a": text([accounts[0], accounts[6]]),
            "account_b": text([accounts[1], accounts[7]]),
            "bits": np.array([31.5, 24.0]),
        },
        evidence={
            "cluster_id": text(["c-aa"] * 3),
            "kind": text(["device", "payment", "template"]),
            "identifier": text([name("fp-1"), name("card-1"), name("tpl-1")]),
            "members": np.array([4, 3, 6]),
            "accounts_total": np.array([4, 3, 7]),
            "bits": np.array([12.0, 13.5, 9.0]),
        },
        ledger={
            "kind": text(["ip", "ip", "device"]),
            "identifier": text([name("10.0.0.1"), "0.0.0.0", "unknown"]),
            "accounts": np.array([900, 40, 30]),
            "reason": text(["common", "placeholder", "placeholder"]),
        },
        entries={
            "account_id": text(accounts[:6] * 2),
            "kind": text(["device"] * 6 + ["template"] * 6),
            "identifier": text([name("fp-1")] * 6 + [name("tpl-1")] * 6),
        }
        if entries
        else None,
        run={
            "format": 1,
            "version": "0.1",
            "seed": 1,
            "N": 10,
            "T": 20.5,
            "options": {"allow": [name("office")]},
            "notes": [name("a note")],
            "kinds": [{"name": k, "family": k, "reliability": 0.5, "cap": 12.0, "N_t": 10} for k in kinds],
            "rejects": [{"reason": "unreadable_time", "rows": 3, "examples": [{"row": 5, "value": name("yesterday")}]}],
        },
    )
    if not with_time:
        for table in (result.accounts, result.clusters, result.campaigns):
            del table["first_seen"], table["last_seen"]
    return result


def empty_run():
    """A run that found nothing, its tables without rows."""
    full = small_run()
    for table in ("clusters", "campaigns", "campaign_members", "successions", "links", "evidence", "ledger"):
        setattr(full, table, {name: values[:0] for name, values in getattr(full, table).items()})
    full.accounts["cluster_id"], full.accounts["flagged"] = text([None] * 10), np.zeros(10, bool)
    return full


def test_a_report_says_what_was_found_and_what_it_does_not_claim(tmp_path):
    path = write_report(small_run(), tmp_path / "report.html")
    told = " ".join(" ".join(Page(path.read_text("utf-8")).text).split())
    for sentence in (
        "5 of them, in 1 cluster",
        "flagged for review",
        "never a verdict on a person",
        "c-aa",
        "fp-1",
        "listed, lawful shape",
        "Accounts judged against (N)",
        "with a time that cannot be read",
        "yesterday",
        "placeholder",
        "Campaign m-1 : 3 accounts went quiet by 2026-05-02; 1,200 others took over from 2026-05-03 and were "
        "most active on 2026-05-06, with 2 templates in common (16.0 bits).",
    ):
        assert sentence in told


def test_the_file_stands_alone():
    page = Page(render_report(small_run()))
    assert not {"script", "link", "img", "iframe", "object", "image", "use", "base", "form"} & set(page.tags)
    for tag, name, value in page.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name not in ("src", "xlink:href", "srcset", "style"), (tag, name)
        if name == "href":
            assert value.startswith("#cluster-")
    assert "url(" not in render_report(small_run())
    assert ("meta", "http-equiv", "Content-Security-Policy") in page.attributes


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("entries", [True, False])
def test_hostile_values_stay_text(value, entries, tmp_path):
    tidy, hostile = (
        Page(render_report(small_run(entries=entries))),
        small_run(name=lambda v: f"{value}{v}", entries=entries),
    )
    path = write_report(hostile, tmp_path / "report.html")
    page = Page(path.read_text("utf-8"))
    assert page.tags == tidy.tags, "a value of the log became markup"
    raw = path.read_bytes().decode("utf-8")
    assert not {"\x00", "\u202e", "\x1b"} & set(raw)
    assert "x" * 700 not in raw


def test_archetypes_kinds_reasons_and_ids_from_a_foreign_run_folder_stay_text():
    result = small_run()
    evil = "<script>x</script>"
    result.clusters["archetype"], result.clusters["cluster_id"] = text([evil, evil]), text([evil, "c-bb"])
    result.accounts["role"], result.ledger["reason"] = text([evil] * 10), text([evil] * 3)
    result.clusters[f"coverage_{evil}"] = result.clusters[f"score_{evil}"] = np.array([0.5, 0.5])
    result.run.update(version=evil, fingerprint=evil, N_t=evil, kinds={evil: {"family": evil}}, rejects={evil: 3})
    assert "script" not in Page(render_report(result)).tags


def test_no_time_column_no_templates_no_clusters():
    without_time = render_report(small_run(with_time=False))
    assert "The log has no time column" in without_time
    assert 'id="timeline"' not in without_time
    nothing = empty_run()
    nothing.run["kinds"] = [{"name": "ip"}, {"name": "user_agent"}]
    page = render_report(nothing)
    Page(page)
    for sentence in (
        "Nothing was found, and why that can be",
        "Below some 40",
        "never link accounts alone",
        "tasking) was not analysed",
    ):
        assert sentence in page
    bare = SimpleNamespace(
        accounts={},
        clusters=None,
        campaigns=None,
        campaign_members=None,
        links=None,
        evidence=None,
        ledger=None,
        run={},
    )
    Page(render_report(bare))


def test_only_the_top_clusters_get_a_card_and_long_lists_say_what_they_leave_out():
    result = small_run()
    assert render_report(result, top=1).count("<article") == 1
    assert render_report(result, top=0).count("<article") == 0
    with pytest.raises(ValueError, match="`top` must be >= 0"):
        render_report(result, top=-1)
    accounts = [f"a{i:03}" for i in range(60)]
    result.accounts = {
        "account_id": text(accounts),
        "cluster_id": text(["c-aa"] * 60),
        "role": text(["core"] * 60),
        "flagged": np.ones(60, bool),
    }
    result.entries = {"account_id": text(accounts), "kind": text(["device"] * 60), "identifier": text(["fp-1"] * 60)}
    page = render_report(result)
    assert "Left out of this picture: 20 accounts" in page
    assert "The first 25; 35 more are in accounts.parquet" in page


def test_the_same_run_gives_the_same_bytes():
    assert render_report(small_run()) == render_report(small_run())


def test_a_waterfall_ends_at_the_score():
    picture = waterfall([("prior", -8.0), ("device", 16.0), ("lawful", -2.5)], 5.5)
    *parts, total = picture["bars"]
    assert total["end"] == parts[-1]["end"]
    assert [bar["value"] for bar in picture["bars"]] == [f"{MINUS}8.0", "16.0", f"{MINUS}2.5", "5.5"]
    assert min(bar["x"] for bar in parts) == parts[0]["x"]
    assert waterfall([], 0.0) is None


def test_the_picture_puts_neighbours_beside_each_other():
    accounts = [f"a{i}" for i in range(6)]
    picture = bipartite(
        accounts, [True] * 6, [("device", "x"), ("device", "y")], [(0, 1), (2, 1), (4, 1), (1, 0), (3, 0), (5, 0)]
    )
    height = {a["label"]: a["y"] for a in picture["accounts"]}
    groups = sorted([sorted(height[a] for a in ("a0", "a2", "a4")), sorted(height[a] for a in ("a1", "a3", "a5"))])
    assert groups[0][-1] < groups[1][0]


def test_shown_text_is_visible_and_bounded():
    assert show("card\u202e9") == "card⟨U+202E⟩9"
    assert show("⟨U+202E⟩") != show("\u202e")
    assert show(" a") == "⟨U+0020⟩a"
    assert show("x" * 10_240, limit=40).endswith("(10,240 characters)")
    assert len(show("\x00" * 5000, limit=30)) <= 30
    assert show(None) == MISSING
    assert [percent(v) for v in (0.0, 0.001, 0.5, 0.999, 1.0, float("nan"))] == [
        "0 %",
        "< 1 %",
        "50 %",
        "> 99 %",
        "100 %",
        MISSING,
    ]


ROOT = Path(__file__).parents[2]


def test_every_archetype_of_the_library_has_words():
    header = (ROOT / "libaccountgraph/include/accountgraph/scoring/cluster.hpp").read_text("utf-8")
    names = re.search(r"enum class Archetype[^{]*{([^}]*)}", header)[1].replace(",", " ").split()
    assert names == list(words.ARCHETYPES)
    assert [name for name in names if not words.is_lawful(name)] == ["farm", "proxy_pool", "undetermined"]


def test_every_reason_against_a_flag_has_words():
    header = (ROOT / "libaccountgraph/include/accountgraph/scoring/score.hpp").read_text("utf-8")
    body = re.search(r"enum class Unflagged[^{]*{([^}]*)}", header)[1]
    assert re.findall(r"^\s*(\w+)", body, re.M) == list(words.WHY_NOT_FLAGGED)


@pytest.fixture(scope="module")
def real_run():
    ag = pytest.importorskip("accountgraph", exc_type=ImportError)
    if not hasattr(ag, "detect"):
        pytest.skip("the extension is not built")
    return ag.detect(ag.simulate("pooled_25k", accounts=2_000, operation=300, seed=1).events())


def documented(file):
    """Columns that docs/run-folder.md gives a table: the first cell of each row, `a, b` being two."""
    page = (ROOT / "docs/run-folder.md").read_text("utf-8")
    found = {}
    for section in page.split("\n## ")[1:]:
        files = [name.removesuffix(".parquet") for name in section.split("\n")[0].split(", ")]
        tables = re.findall(r"\|---.*\n((?:\|.*\n)+)", section)
        found.update({n: re.findall(r"^\| ([^|]*) \|", t, re.M) for n, t in zip(files, tables, strict=True)})
    return [name.replace("`", "") for cell in found[file] for name in cell.split(", ")]


@pytest.mark.parametrize(
    "name",
    [
        "accounts",
        "clusters",
        "campaigns",
        "campaign_members",
        "successions",
        "links",
        "evidence",
        "entries",
        "ledger",
        "run.json",
    ],
)
def test_the_page_on_the_run_folder_names_exactly_what_is_written(name, real_run):
    kinds = [kind["name"] for kind in real_run.run["kinds"]]
    parts = [c.removeprefix("score_") for c in real_run.clusters.columns if c.startswith("score_")]
    expected = []
    for column in documented(name):
        many = kinds if "<kind>" in column else parts
        expected += [column.replace("<kind>", m).replace("<part>", m) for m in many] if "<" in column else [column]
    assert (list(real_run.run) if name == "run.json" else getattr(real_run, name).columns) == expected


def test_a_report_of_the_real_pipeline(real_run, tmp_path):
    told = Page(real_run.report(tmp_path / "report.html", top=3).read_text("utf-8"))
    assert told.tags.count("article") == 3
    assert "flagged for review" in told.text
