"""Explanations as waterfalls: sums that are exact, and charts that take hostile names."""

import math
from xml.etree import ElementTree

import accountgraph as ag
import pytest
from accountgraph.waterfall import draw_svg, total_of


def explained(result):
    """A linked pair, a pair that is none, a member, an account in no cluster, and clusters first and last."""
    a, b = result.links["account_a"][0], result.links["account_b"][0]
    accounts, clusters = result.accounts, result.clusters["cluster_id"]
    alone = accounts["account_id"][[name is None for name in accounts["cluster_id"]]][0]
    return [result.explain(*what) for what in ((a, b), (a, alone), (a,), (alone,), (clusters[0],), (clusters[-1],))]


def test_parts_sum_to_what_is_explained(result):
    for item in explained(result):
        told = math.fsum(bits for _, bits in item.waterfall())
        if isinstance(item, ag.ClusterExplanation):
            assert told == pytest.approx(item.score, abs=1e-9)
            assert [name for name, _ in item.waterfall()] == list(item.parts)
        elif isinstance(item, ag.AccountExplanation) and item.cluster_id is None:
            assert item.waterfall() == []
        else:
            assert told == item.bits - item.needed_bits
            assert item.waterfall()[-1][0] in ("threshold", "needed") and item.waterfall()[-1][1] == -item.needed_bits


def test_every_link_says_what_caps_take_away(result):
    seen = set()
    for a, b in list(zip(result.links["account_a"], result.links["account_b"], strict=True))[:200]:
        for name, bits in result.explain(a, b).waterfall():
            seen.add(name)
            assert (bits < 0) == (name in ("cap", "repeats", "threshold"))
    assert {"cap", "repeats", "threshold", "payment", "device"} <= seen


def test_a_notebook_shows_the_chart_and_nothing_hostile(result):
    for item in explained(result):
        page = item._repr_html_()
        assert page.count("<svg") == bool(item.waterfall())
        ElementTree.fromstring(f"<p>{page}</p>")
    evil = '</title></svg><script>alert("1")</script>\u202e'
    drawn = draw_svg([(evil, 3.0), ("cap", -1.5)], total=evil)
    assert "<script" not in drawn and "\u202e" not in drawn
    tree = ElementTree.fromstring(drawn)
    assert {element.tag for element in tree.iter()} == {"svg", "title", "line", "text", "rect"}
    assert draw_svg([], total="score") == "" and total_of([]) == 0
    assert draw_svg([("a", 1.0)], total="t") == draw_svg([("a", 1.0)], total="t")


def test_plots(result):
    pytest.importorskip("matplotlib").use("agg")
    from accountgraph.waterfall import plot
    from matplotlib.figure import Figure

    pair, _, member, alone, *_, cluster = explained(result)
    for item in (pair, member, cluster):
        ax = Figure().subplots()
        assert item.plot(ax=ax) is ax
        assert len(ax.patches) == len(item.waterfall()) + 1
        ax.figure.canvas.draw()
    assert pair.plot().get_xlabel() == "bits"
    with pytest.raises(ValueError, match="nothing to draw"):
        alone.plot()
    ax = plot([(r"$\frac{1$", 1.0), ("a_b", -2.0)], total=r"$\x$", title=r"$\y\u202e$")
    ax.figure.canvas.draw()
    assert ax.get_yticklabels()[1].get_text() == "a b"


def test_a_plot_without_matplotlib_names_the_extra(result, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.pyplot", None)
    with pytest.raises(ModuleNotFoundError, match=r"accountgraph\[plot\]"):
        explained(result)[0].plot()
