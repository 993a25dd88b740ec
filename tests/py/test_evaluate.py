"""The scorecard: exact against slow twins, 1 for the truth itself, bad for a run that flags everybody, silent-proof."""

import json
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest
from accountgraph.evaluate import evaluate
from scorecard_runs import run_of, text, truth_of


def random_world(seed):
    """Accounts of up to three operations each, honest groups, and a run that is partly right."""
    rng = np.random.default_rng(seed)
    accounts = [f"a{i}" for i in range(60)]
    rows = []
    for account in accounts[:35]:
        for operation in rng.choice(5, size=rng.integers(1, 4), replace=False):
            rows.append((account, "operation", f"op{operation}"))
    rows += [(a, "office", f"office{rng.integers(3)}") for a in accounts[30:50]]
    rows += [("never-seen", "operation", "op1"), (accounts[0], "operation", rows[0][2])]
    cluster_of = {a: f"c{rng.integers(9)}" for a in accounts if rng.random() < 0.7}
    links = [pair for pair in combinations(accounts, 2) if rng.random() < 0.05]
    campaigns = [(f"m{c}", a) for c in range(4) for a in accounts if rng.random() < 0.3]
    return accounts, rows, cluster_of, links, campaigns


@pytest.mark.parametrize("seed", range(25))
def test_bcubed_links_purity_and_campaigns_equal_their_slow_twins(seed):
    accounts, rows, cluster_of, links, campaigns = random_world(seed)
    card = evaluate(
        run_of(accounts, cluster_of, flagged=("c1", "c2"), links=links, campaigns=campaigns), truth_of(rows), purity=0.6
    )
    operations = {}
    for account, kind, group in rows:
        if kind == "operation":
            operations.setdefault(account, set()).add(group)
    everyone = [*accounts, "never-seen"]

    def together(a, b):
        return a == b or bool(operations.get(a, set()) & operations.get(b, set()))

    def same_cluster(a, b):
        return a == b or (a in cluster_of and cluster_of.get(a) == cluster_of.get(b))

    scores = {}
    for e in everyone:
        mates, truly = [x for x in everyone if same_cluster(e, x)], [x for x in everyone if together(e, x)]
        both = [x for x in mates if together(e, x)]
        scores[e] = (len(both) / len(mates), len(both) / len(truly))
    for name, over in (("planted", list(operations)), ("all", everyone)):
        precision, recall = (float(np.mean([scores[e][i] for e in over])) for i in (0, 1))
        got = card.bcubed[name]
        assert (got["precision"], got["recall"]) == pytest.approx((precision, recall))
        assert got["f1"] == pytest.approx(2 * precision * recall / (precision + recall))

    kinds = [(a in operations) + (b in operations) for a, b in links]
    assert card.links["honest_planted"] == kinds.count(1)
    assert card.links["honest_honest"] == kinds.count(0)
    assert card.links["same_operation"] == sum(together(a, b) for a, b in links)
    assert sum(
        card.links[k] for k in ("same_operation", "between_operations", "honest_planted", "honest_honest")
    ) == len(links)

    found_any = set()
    for row in card.operations:
        own = {a for a, groups in operations.items() if row["operation"] in groups}
        found = set()
        for cluster in set(cluster_of.values()):
            members = {a for a, c in cluster_of.items() if c == cluster}
            if len(members) >= 2 and len(members & own) >= 0.6 * len(members) - 1e-9:
                found |= members & own
        found_any |= found
        assert row["accounts"] == len(own)
        assert row["in_pure_clusters"] == pytest.approx(len(found) / len(own))
        assert row["flagged"] == pytest.approx(sum(cluster_of.get(a) in ("c1", "c2") for a in own) / len(own))
        best = (0, 0, None)
        for name in sorted({c for c, _ in campaigns}):
            members = {a for c, a in campaigns if c == name}
            if hit := len(members & own):
                best = max(
                    best, (2 * hit / (len(members) + len(own)), hit / len(own), name), key=lambda t: (t[0], t[1])
                )
        assert row["campaign_recall"] == pytest.approx(best[1])
    assert card.planted_in_pure_clusters == pytest.approx(len(found_any) / len(operations))


@pytest.mark.parametrize("seed", range(101, 121))
def test_pairs_and_what_is_kept_apart_equal_their_slow_twins(seed):
    accounts, rows, cluster_of, _, campaigns = random_world(seed)
    if seed % 2:  # large operations in clusters of their own, so that some are kept apart
        own = {account: f"c-{group}" for account, kind, group in rows if kind == "operation"}
        cluster_of = {a: own.get(a, c) for a, c in cluster_of.items()}
    flagged = {"c1", "c2", "c-op1"}
    card = evaluate(run_of(accounts, cluster_of, flagged=flagged, campaigns=campaigns), truth_of(rows))
    operations = {}
    for account, kind, group in rows:
        if kind == "operation":
            operations.setdefault(account, set()).add(group)
    everyone = sorted({*accounts, *operations})
    true = {p for p in combinations(everyone, 2) if operations.get(p[0], set()) & operations.get(p[1], set())}
    for name, over in (("flagged", flagged), ("all", set(cluster_of.values()))):
        found = {(a, b) for a, b in combinations(everyone, 2) if cluster_of.get(a) in over}
        found = {(a, b) for a, b in found if cluster_of.get(a) == cluster_of.get(b)}
        got = card.pairs[name]
        assert (got["found"], got["true"], got["common"]) == (len(found), len(true), len(found & true))
        assert got["precision"] == (len(found & true) / len(found) if found else None)
        assert got["recall"] == len(found & true) / len(true)

    by_cluster = [{a for a in cluster_of if cluster_of[a] == c} for c in set(cluster_of.values())]
    by_campaign = [{a for c, a in campaigns if c == name} for name in {c for c, _ in campaigns}]
    for name, groups in (("clusters", by_cluster), ("campaigns", by_campaign)):
        judged = [group for group in groups if len(group & set(operations)) >= 2]
        mixed = []
        for group in judged:
            names = sorted({operation for a in group for operation in operations.get(a, ())})
            first = max(names, key=lambda o: sum(o in operations.get(a, ()) for a in group))  # the first of equals
            others = [a for a in group if first not in operations.get(a, ())]
            if any(sum(o in operations.get(a, ()) for a in others) > 0.1 * len(group) for o in names):
                mixed.append(group)
        got = card.apart[name]
        assert (got["judged"], got["mixed"]) == (len(judged), len(mixed))
        assert got["kept_apart"] == ((len(judged) - len(mixed)) / len(judged) if judged else None)
        assert got["planted"] == sum(len(group & set(operations)) for group in judged)
        assert got["planted_in_mixed"] == sum(len(group & set(operations)) for group in mixed)


def test_accounts_of_both_operations_do_not_count_against_a_cluster():
    rows = [(f"a{i}", "operation", "x") for i in range(20)] + [(f"a{i}", "operation", "y") for i in range(12)]
    rows += [("b0", "operation", "y"), ("b1", "operation", "y"), ("b2", "operation", "y")]
    accounts = [f"a{i}" for i in range(20)] + ["b0", "b1", "b2"]
    for strangers, mixed in ((0, 0), (2, 0), (3, 1)):  # of y alone: 2 of 22 are no more than a tenth, 3 of 23 are
        cluster_of = dict.fromkeys(accounts[: 20 + strangers], "c")
        campaigns = [("m", account) for account in cluster_of]
        apart = evaluate(run_of(accounts, cluster_of, campaigns=campaigns), truth_of(rows)).apart
        assert apart["clusters"]["mixed"] == apart["campaigns"]["mixed"] == mixed
    alone = evaluate(run_of(accounts, dict.fromkeys(accounts, "c")), truth_of(rows[:20])).apart["clusters"]
    assert (alone["judged"], alone["kept_apart"]) == (1, None)  # one operation: nothing to keep apart


@pytest.mark.parametrize("seed", range(101, 106))
def test_order_and_the_names_of_clusters_change_nothing(seed):
    accounts, rows, cluster_of, links, campaigns = random_world(seed)
    clusters = sorted(set(cluster_of.values()))
    given = run_of(accounts, cluster_of, flagged=("c1", "c2"), links=links, campaigns=campaigns, clusters=clusters)
    card = evaluate(given, truth_of(rows), purity=0.6).to_dict()
    rng = np.random.default_rng(seed)
    names = dict(zip(clusters, rng.permutation(clusters).tolist(), strict=True))

    def shuffled(values):
        return [values[i] for i in rng.permutation(len(values))]

    run = run_of(
        shuffled(accounts),
        {account: names[cluster] for account, cluster in cluster_of.items()},
        flagged=(names["c1"], names["c2"]),
        links=[(b, a) for a, b in shuffled(links)],
        campaigns=campaigns,  # equally good campaigns are told apart by their order
        clusters=[names[cluster] for cluster in clusters],
    )
    again = evaluate(run, truth_of(shuffled(rows)), purity=0.6).to_dict()
    for alarm in card["false_alarms"]["first"]:
        alarm["cluster"] = names[alarm["cluster"]]
    assert again == card


def test_the_record_of_the_run_is_repeated_and_too_many_operations_are_refused():
    run = run_of(["a", "b"], {"a": "c", "b": "c"})
    assert set(evaluate(run, truth_of([])).run.values()) == {None}
    run.run = {"version": "0.1.0", "seconds": 1.5, "peak_memory_mb": 70.0, "seed": 3, "notes": ["not told"]}
    card = evaluate(run, truth_of([("a", "operation", f"o{i}") for i in range(12)]))
    assert card.run == {"version": "0.1.0", "seed": 3, "seconds": 1.5, "peak_memory_mb": 70.0}
    with pytest.raises(ValueError, match="at most 12 operations, got 13"):
        evaluate(run, truth_of([("a", "operation", f"o{i}") for i in range(13)]))


def test_pairs_are_counted_exactly_beyond_32_bits():
    count = 200_001
    accounts = text([str(i) for i in range(count)])
    run = SimpleNamespace(
        accounts={"account_id": accounts, "cluster_id": text(["c"] * count), "flagged": np.ones(count, bool)}
    )
    truth = {"account_id": accounts, "group_type": text(["operation"] * count), "group": text(["x"] * count)}
    pairs = evaluate(run, truth).pairs["flagged"]
    assert pairs["found"] == pairs["true"] == pairs["common"] == count * (count - 1) // 2


RING = [(f"r{i}", "operation", "ring") for i in range(10)] + [(f"s{i}", "operation", "second") for i in range(6)]
HONEST = [f"h{i}" for i in range(20)]
LOOKALIKES = [(f"h{i}", "office", "office-1") for i in range(8)] + [
    ("h0", "household", "home-1"),
    ("h1", "household", "home-1"),
]
EVERYBODY = [row[0] for row in RING] + HONEST


def test_a_run_made_of_the_truth_scores_1():
    cluster_of = {account: f"c-{group}" for account, _, group in RING}
    pairs = [("r0", "r1"), ("s0", "s1")]
    campaigns = [(f"m-{group}", account) for account, _, group in RING]
    run = run_of(EVERYBODY, cluster_of, flagged=set(cluster_of.values()), links=pairs, campaigns=campaigns)
    card = evaluate(run, truth_of(RING + LOOKALIKES))
    assert card.flagged == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert card.planted_in_pure_clusters == 1.0
    assert set(card.bcubed["planted"].values()) == set(card.bcubed["all"].values()) == {1.0}
    assert (card.links["same_operation"], card.links["honest_planted_share"]) == (2, 0.0)
    assert card.first_clusters == {"clusters": 2, "pure": 2, "precision": 1.0, "which": [True, True]}
    assert card.review["reviewed_per_planted"] == 1.0
    assert card.collateral["flagged"] == 0 and card.false_alarms == {"clusters": 0, "accounts": 0, "first": []}
    for row in card.operations:
        assert {row[k] for k in ("in_pure_clusters", "flagged", "campaign_recall", "campaign_precision")} == {1.0}
    for pairs in card.pairs.values():
        assert (pairs["precision"], pairs["recall"], pairs["f1"], pairs["found"]) == (1.0, 1.0, 1.0, 45 + 15)
    assert card.flagged_clusters == {"clusters": 2, "pure": 2, "precision": 1.0}
    assert [card.apart[of]["kept_apart"] for of in ("clusters", "campaigns")] == [1.0, 1.0]
    assert card.links["between_operations_share"] == 0.0


def test_a_run_that_flags_everybody_scores_badly_and_says_whom_it_hurt():
    run = run_of(EVERYBODY, dict.fromkeys(EVERYBODY, "c-all"), flagged={"c-all"})
    card = evaluate(run, truth_of(RING + LOOKALIKES))
    assert card.flagged["recall"] == 1.0
    assert card.flagged["precision"] == pytest.approx(16 / 36)
    assert card.planted_in_pure_clusters == 0.0
    assert card.bcubed["planted"]["precision"] == pytest.approx((10 * 10 + 6 * 6) / 36 / 16)
    assert card.pairs["flagged"] == card.pairs["all"]
    assert card.pairs["all"]["precision"] == pytest.approx((45 + 15) / (36 * 35 / 2))
    assert card.pairs["all"]["recall"] == 1.0
    assert (card.apart["clusters"]["kept_apart"], card.apart["clusters"]["planted_in_mixed"]) == (0.0, 16)
    assert card.flagged_clusters["precision"] == card.first_clusters["precision"] == 0.0
    assert card.collateral["flagged_share"] == 1.0
    assert card.review["reviewed_per_planted"] == pytest.approx(36 / 16)
    hurt = {row["group_type"]: (row["accounts"], row["flagged"]) for row in card.collateral["by_group_type"]}
    assert hurt == {"office": (8, 8), "household": (2, 2), "(none)": (12, 12)}
    [alarm] = card.false_alarms["first"]
    assert alarm["from_one_operation"] == pytest.approx(10 / 36)
    assert alarm["reasons"] == ["payment +6.5 bits", "payment covers 80%"]


def test_a_run_that_finds_nothing_has_no_recall_and_no_precision_to_boast_of():
    card = evaluate(run_of(EVERYBODY, {}), truth_of(RING))
    assert card.flagged == {"precision": None, "recall": 0.0, "f1": 0.0}
    assert card.bcubed["planted"]["recall"] == pytest.approx((10 * 0.1 + 6 / 6) / 16)
    assert (card.first_clusters["precision"], card.flagged_clusters["precision"]) == (None, None)
    for pairs in card.pairs.values():
        assert (pairs["precision"], pairs["recall"], pairs["f1"]) == (None, 0.0, 0.0)
    assert card.apart["clusters"]["kept_apart"] is None
    assert card.review["reviewed_per_planted"] is None
    assert [row["campaign"] for row in card.operations] == [None, None]
    json.dumps(card.to_dict(), allow_nan=False)


def test_a_world_without_operations_lists_what_was_flagged_and_why():
    card = evaluate(run_of(HONEST, dict.fromkeys(HONEST[:6], "c-1"), flagged={"c-1"}), truth_of(LOOKALIKES))
    assert card.flagged == {"precision": 0.0, "recall": None, "f1": 0.0}
    assert (card.bcubed["planted"]["f1"], card.pairs["flagged"]["f1"]) == (None, 0.0)
    assert (card.false_alarms["clusters"], card.false_alarms["accounts"]) == (1, 6)
    assert "Flagged clusters that are not pure" in str(card) and "farm" in str(card)
    empty = evaluate(run_of([], {}), truth_of([]))
    assert [of["f1"] for of in (empty.flagged, *empty.pairs.values(), *empty.bcubed.values())] == [None] * 5
    json.dumps(empty.to_dict(), allow_nan=False)
    assert str(empty) and empty._repr_html_()


def test_planted_accounts_that_the_run_never_saw_count_as_missed():
    run = run_of([row[0] for row in RING[:10]] + HONEST, {row[0]: "c" for row in RING[:10]}, flagged={"c"})
    card = evaluate(run, truth_of(RING))
    assert card.counts["planted_unseen"] == 6
    assert card.flagged["recall"] == pytest.approx(10 / 16)
    assert [(r["operation"], r["seen"], r["in_pure_clusters"]) for r in card.operations] == [
        ("ring", 10, 1.0),
        ("second", 0, 0.0),
    ]


def test_victims_of_a_forgery_are_honest_and_told_apart():
    rows = [*RING, *[(f"h{i}", "forged", "ring/forged-card") for i in range(4)], ("r1", "forged", "ring/forged-card")]
    cluster_of = {**{row[0]: "c" for row in RING[:10]}, "h0": "c", "h5": "c2", "h6": "c2"}
    card = evaluate(
        run_of(EVERYBODY, cluster_of, flagged={"c"}, links=[("h0", "r0"), ("h1", "r2"), ("h7", "h8")]), truth_of(rows)
    )
    victims, others = card.forged
    assert victims == {
        "group": "ring/forged-card",
        "accounts": 4,
        "linked_to_planted": 2,
        "clustered_with_planted": 1,
        "flagged": 1,
    }
    assert (others["accounts"], others["linked_to_planted"], others["flagged"]) == (16, 0, 0)
    assert card.collateral["flagged"] == 1


def test_purity_counts_accounts_of_two_operations_for_both_and_needs_two_members():
    rows = [
        ("a", "operation", "x"),
        ("a", "operation", "y"),
        ("b", "operation", "x"),
        ("c", "operation", "y"),
        ("d", "operation", "y"),
    ]
    card = evaluate(run_of(list("abcd"), {"a": "1", "b": "1", "c": "2"}), truth_of(rows), purity=1.0)
    assert {r["operation"]: r["in_pure_clusters"] for r in card.operations} == {"x": 1.0, "y": 0.0}
    assert card.planted_in_pure_clusters == 0.5
    for bad in (0.5, 1.1, 0):
        with pytest.raises(ValueError, match="`purity` must be in"):
            evaluate(run_of([], {}), truth_of([]), purity=bad)


def test_the_real_pipeline_scores_the_same_from_memory_and_from_its_folder(tmp_path):
    ag = pytest.importorskip("accountgraph", exc_type=ImportError)
    pytest.importorskip("duckdb")
    if not hasattr(ag, "detect"):
        pytest.skip("the extension is not built")
    world = ag.simulate("pooled_25k", accounts=2_000, operation=300, seed=1, events_per_account=100)
    result = ag.detect(world.events())
    card = evaluate(result, world.truth)
    assert (card.counts["planted"], card.counts["planted_unseen"]) == (300, 0)
    assert card.flagged["recall"] > 0.5 and card.planted_in_pure_clusters > 0.5
    for package in ("pandas", "polars", "pyarrow"):
        pytest.importorskip(package)
    for truth in (world.truth.to_pandas(), world.truth.to_polars(), world.truth.to_arrow()):
        assert evaluate(result, truth).to_dict() == card.to_dict()
    result.save(tmp_path / "run")
    world.save(tmp_path / "world")
    assert evaluate(tmp_path / "run", tmp_path / "world" / "truth.parquet").to_dict() == card.to_dict()
