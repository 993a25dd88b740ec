"""What the scorecard is given: hostile names, nulls, numbers, ragged tables, and what is no run at all."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from accountgraph.evaluate import evaluate
from scorecard_runs import run_of, table, text, truth_of


def test_hostile_names_are_told_apart_and_shown_harmlessly():
    names = [
        "a",
        "a\x00",
        "<script>alert(1)</script>",
        "\u202eevil",
        "\x1b[31mred",
        "x" * 10_240,
        "\ud800",
        "nan",
        "None",
        "",
    ]
    rows = [(name, "operation", f"{name}|op") for name in names[:6]] + [(name, f"<b>{name}", "g") for name in names[6:]]
    run = run_of(names, dict.fromkeys(names, "c"), flagged={"c"}, links=[("a", "a\x00")])
    card = evaluate(run, truth_of(rows))
    assert card.counts["accounts"] == len(names) and len(card.operations) == 6
    assert card.links["between_operations"] == 1
    page, shown = card._repr_html_(), str(card)
    assert "<script" not in page and "<b>" not in page
    assert not {"\x00", "\x1b", "\u202e", "\ud800"} & set(page + shown)
    assert max(map(len, shown.splitlines())) < 250


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda r, t: t.pop("group_type"), "the truth must have a column 'group_type'"),
        (lambda r, t: t.update(group=text([None])), "the truth must not have nulls in 'group'"),
        (lambda r, t: r.accounts.update(account_id=text(["a", "a"])), "distinct"),
        (lambda r, t: r.accounts.update(cluster_id=text(["c-9", None])), "a cluster that its clusters do not hold"),
        (
            lambda r, t: setattr(r, "links", table(("account_a", "account_b"), [("a", "nobody")])),
            "the run's links name an account that its accounts",
        ),
        (
            lambda r, t: r.accounts.update(flagged=text(["True", "no"])),
            "True or False in 'flagged', got 'True' in row 0",
        ),
        (lambda r, t: r.accounts.update(flagged=np.array([1, 2])), "True or False in 'flagged', got 2 in row 1"),
        (lambda r, t: r.accounts.update(flagged=np.zeros(3, bool)), "columns of one length, got .*'flagged' of shape"),
        (lambda r, t: r.accounts.update(account_id=text(["a", ["b"]])), "text or whole numbers in 'account_id', got "),
        (
            lambda r, t: r.accounts.update(account_id=np.array([1, 2], "M8[ns]")),
            "text or whole numbers in 'account_id'",
        ),
        (lambda r, t: t.update(group=text(["x", "y"])), "the truth must have columns of one length"),
        (lambda r, t: t.update(group="x"), "the truth must have columns of one length, got .*'group' of shape"),
        (lambda r, t: t.update(account_id=text(["A"])), "no account of the truth is in the run"),
        (lambda r, t: r.clusters.update(table(("cluster_id",), ["c", "c"])), "one length"),
        (lambda r, t: setattr(r, "clusters", {"cluster_id": text(["c", "c"])}), "the run's clusters must be distinct"),
        (lambda r, t: setattr(r, "clusters", {"cluster_id": text([None])}), "the run's clusters must not have nulls"),
    ],
)
def test_what_cannot_be_judged_is_an_error_and_not_a_number(change, message):
    run, truth = run_of(["a", "b"], {}), truth_of([("a", "operation", "x")])
    change(run, truth)
    with pytest.raises(ValueError, match=message):
        evaluate(run, truth)


def test_what_is_no_run_and_no_table_is_told():
    run, truth = run_of(["a"], {}), truth_of([("a", "operation", "x")])
    for none in (None, {"accounts": run.accounts}, SimpleNamespace(accounts=None)):
        with pytest.raises(TypeError, match="a run must have a table `accounts`, got "):
            evaluate(none, truth)
    with pytest.raises(TypeError, match="the truth must be a table, a mapping of arrays or a path, got int"):
        evaluate(run, 7)
    with pytest.raises(ValueError, match=r"`purity` must be in \(0.5, 1\], got '0.9'"):
        evaluate(run, truth, purity="0.9")


@pytest.mark.parametrize("null", [None, float("nan"), np.float64("nan"), "pandas"])
def test_a_cluster_that_is_null_is_no_cluster(null):
    null = pytest.importorskip("pandas").NA if null == "pandas" else null
    accounts = {"account_id": text(list("abcd")), "flagged": text([True, 1, null, 0])}
    truth = truth_of([("a", "operation", "x"), ("b", "operation", "x")])
    for ids in (text(["c", "c", null, null]), ["c", "c", null, null], text([1, np.int64(1), null, null])):
        card = evaluate(SimpleNamespace(accounts={**accounts, "cluster_id": ids}), truth)
        assert (card.counts["clusters"], card.flagged["f1"], card.planted_in_pure_clusters) == (1, 1.0, 1.0)
        json.dumps(card.to_dict(), allow_nan=False)


def test_whole_numbers_are_ids_as_text_is():
    truth = truth_of([("1", "operation", "x"), ("2", "operation", "x")])
    for numbers in (np.arange(4), text([0, 1, 2, 3]), text(list(np.arange(4))), np.arange(4.0)):
        run = SimpleNamespace(
            accounts={"account_id": numbers, "cluster_id": numbers // 2, "flagged": np.ones(4, bool)},
            clusters={"cluster_id": np.array([1, 0]), "rank": np.array([1, 2]), "flagged": np.array([True, True])},
            links={"account_a": numbers[:3], "account_b": numbers[1:]},
        )
        card = evaluate(run, truth)
        assert (card.flagged["recall"], card.links["same_operation"]) == (1.0, 1)
        assert [alarm["cluster"] for alarm in json.loads(json.dumps(card.to_dict()))["false_alarms"]["first"]] == [
            "1",
            "0",
        ]


def test_flags_of_accounts_and_of_clusters_are_each_taken_as_they_are():
    run = run_of(["a", "b", "c"], {"a": "1", "b": "1"}, flagged=("1",))
    run.accounts["flagged"] = np.array([False, True, True])  # c is in no cluster
    card = evaluate(run, truth_of([("a", "operation", "x"), ("c", "operation", "x")]))
    assert (card.counts["flagged_accounts"], card.flagged["recall"], card.collateral["flagged"]) == (2, 0.5, 1)
    assert (card.review["reviewed"], card.pairs["flagged"]["found"]) == (2, 1)


def test_other_methods_can_be_judged_with_accounts_alone_and_ids_may_be_numbers():
    run = SimpleNamespace(
        accounts={
            "account_id": np.arange(4),
            "cluster_id": text(["c", "c", None, None]),
            "flagged": np.array([1, 1, 0, 0], bool),
        }
    )
    card = evaluate(run, {"account_id": np.arange(2), "group_type": text(["operation"] * 2), "group": text(["x"] * 2)})
    assert (card.flagged["f1"], card.planted_in_pure_clusters, card.review["reviewed"]) == (1.0, 1.0, 2)
    assert card.first_clusters["precision"] is None
