"""Charts: well-formed, escaped, the same bytes again, and nothing drawn that the numbers do not say."""

import re
from xml.etree import ElementTree

import pytest

pytest.importorskip("jinja2")
from accountgraph.report.charts import Point, bar_chart, line_chart, strip_chart
from accountgraph.report.text import MISSING

HOSTILE = "<script>alert('1')</script>&\u202e\x00\x1b" + "x" * 10_240
LINE = [Point(0.0, 1.0, 0.9, 1.0), Point(0.3, 0.8, 0.7, 0.9), Point(0.6, None), Point(0.9, 0.2)]


def lines(**more):
    return line_chart("Recall by difficulty", "difficulty", "recall", {"ours": LINE, **more})


def drawn(chart):
    """The parsed drawing; a chart that is no XML fails here."""
    root = ElementTree.fromstring(str(chart))
    assert root.tag == "svg" and root.get("role") == "img"
    assert [child.tag for child in root][:2] == ["title", "desc"] and all(child.text for child in root[:2])
    return root


def test_charts_are_well_formed_and_the_same_again():
    charts = [
        lambda: lines(theirs=[Point(0.3, 0.5)]),
        lambda: bar_chart("Shares", [("office", 0.5, "5 of 10"), ("nobody", None, "0 of 0"), ("none", 0.0, "")]),
        lambda: strip_chart("First", [("1", True), ("2", False)], yes="pure", no="mixed"),
        lambda: line_chart("Nothing", "x", "y", {}),
        lambda: bar_chart("Nothing", [("a", None, "")]),
    ]
    for chart in charts:
        drawn(chart())
        assert chart() == chart() and hasattr(chart(), "__html__")


def test_hostile_text_is_harmless_in_every_place():
    for chart in (
        line_chart(HOSTILE, HOSTILE, HOSTILE, {HOSTILE: LINE}),
        bar_chart(HOSTILE, [(HOSTILE, 1.0, HOSTILE), (HOSTILE, None, HOSTILE)]),
        strip_chart(HOSTILE, [(HOSTILE, True)], yes=HOSTILE, no=HOSTILE),
    ):
        drawn(chart)
        assert "<script" not in chart and len(chart) < 10_000
        assert not {"\u202e", "\x00", "\x1b"} & set(chart)


def test_a_gap_breaks_the_line_and_the_numbers_are_told():
    chart = lines()
    line = re.search(r'<path fill="none"[^>]* d="([^"]+)"', str(chart)).group(1)
    assert line.count("M") == 2 and line.count("L") == 1  # two points, a gap, one point
    assert f"ours: 1 at 0, 0.8 at 0.3, {MISSING} at 0.6, 0.2 at 0.9." in drawn(chart)[1].text


def test_points_lie_where_their_numbers_say():
    chart = line_chart("t", "x", "y", {"a": [Point(10, 50), Point(20, 100), Point(30, 0)]}, y_range=(0, 100))
    marks = re.findall(r'transform="translate\(([\d.]+) ([\d.]+)\)" d=', str(chart))[:3]
    (x1, y1), (x2, y2), (x3, y3) = [(float(x), float(y)) for x, y in marks]
    assert x2 - x1 == pytest.approx(x3 - x2) and y1 == pytest.approx((y2 + y3) / 2) and y2 < y3


def test_six_series_are_told_apart_without_colour():
    chart = lines(**{f"s{i}": LINE for i in range(5)})
    legend = re.findall(r'<path fill="none"([^>]*) d="M[\d.]+ [\d.]+h44"/><path[^>]* d="([^"]+)"', str(chart))
    assert len(legend) == len(set(legend)) == len({shape for _, shape in legend}) == 6
    with pytest.raises(ValueError, match="at most 6 series"):
        lines(**{f"s{i}": LINE for i in range(6)})


def test_ticks_stand_at_the_given_x_where_there_is_room():
    ticks = re.findall(r'<text class="soft mid" x="[\d.]+" y="289.0">([^<]+)<', str(lines()))
    assert ticks == ["0", "0.3", "0.6", "0.9"]
    crowded = line_chart("t", "x", "y", {"a": [Point(i / 100, 0.5) for i in range(101)]})
    assert re.findall(r'<text class="soft mid" x="[\d.]+" y="289.0">([^<]+)<', str(crowded)) == [
        "0", "0.2", "0.4", "0.6", "0.8", "1",
    ]  # fmt: skip


def test_bars_are_as_long_as_their_values_and_none_is_a_dash():
    chart = bar_chart("t", [("a", 1.0, "one"), ("b", 0.25, "quarter"), ("c", None, ""), ("d", 0.0, "zero")], highest=2)
    widths = [float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)"', str(chart))]
    assert len(widths) == 2 and widths[0] == pytest.approx(4 * widths[1], rel=0.01)
    assert drawn(chart)[1].text == f"a: one. b: quarter. c: {MISSING}. d: zero. "


@pytest.mark.parametrize(
    ("chart", "message"),
    [
        (lambda: line_chart("t", "x", "y", {"a": [Point(0, 1.5)]}), "'a' lies beyond 0 .. 1"),
        (lambda: line_chart("t", "x", "y", {"a": [Point(float("inf"), 0.5)]}), "must be finite"),
        (lambda: line_chart("t", "x", "y", {}, y_range=(1, 1)), "must ascend"),
        (lambda: bar_chart("t", [("a", 2.0, "")], highest=1), "must lie in 0 .. 1"),
        (lambda: bar_chart("t", [("a", -1.0, "")]), "must lie in"),
        (lambda: strip_chart("t", [("1", True)] * 41, yes="", no=""), "at most 40 cells"),
    ],
)
def test_what_cannot_be_drawn_truthfully_is_an_error(chart, message):
    with pytest.raises(ValueError, match=message):
        chart()
