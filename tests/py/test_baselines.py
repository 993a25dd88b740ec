"""The baselines: plain on logs made by hand, and equal to slow twins written with dicts and loops."""

import random
from collections import defaultdict
from itertools import combinations
from math import log

import accountgraph as ag
import numpy as np
import pyarrow as pa
import pytest
from accountgraph import baselines
from accountgraph.evaluate import evaluate

KINDS = ("payment", "device", "ip", "template")
ALL = {"max_share": 1.0}


def log_of(rows, columns=("account_id", *KINDS)):
    """An Arrow table of rows that may be shorter than the columns."""
    padded = [(*row, *[None] * (len(columns) - len(row))) for row in rows]
    return pa.table({name: pa.array([row[i] for row in padded], pa.string()) for i, name in enumerate(columns)})


def found(run):
    """(clusters as a set of frozensets of accounts, flagged accounts)."""
    clusters = defaultdict(set)
    for account, cluster in zip(run.accounts["account_id"], run.accounts["cluster_id"], strict=True):
        if cluster is not None:
            clusters[cluster].add(account)
    return {frozenset(members) for members in clusters.values()}, set(
        run.accounts["account_id"][run.accounts["flagged"]]
    )


def ring(size, **shared):
    return [(f"r{i}", *(shared.get(kind) for kind in KINDS)) for i in range(size)]


# Plain answers


def test_a_prompt_hash_and_an_address_of_many_accounts_flag_those_that_have_both():
    rows = ring(4, ip="proxy", template="task")
    rows += [("only-ip", None, None, "proxy", "own"), ("only-prompt", None, None, "home", "task")]
    rows += [(f"popular{i}", None, None, "proxy", "framework") for i in range(9)]
    run = baselines.run(
        "prompt_hash", log_of(rows), min_accounts_per_hash=3, max_hash_share=0.5, min_accounts_per_address=3
    )
    assert found(run) == ({frozenset(f"r{i}" for i in range(4))}, {f"r{i}" for i in range(4)})


def test_an_account_of_two_alerted_hashes_goes_to_the_one_with_more_flagged_accounts():
    rows = [(a, None, None, "proxy", t) for a, ts in {"a": "xy", "b": "x", "c": "y", "d": "y"}.items() for t in ts]
    run = baselines.run(
        "prompt_hash", log_of(rows), min_accounts_per_hash=2, max_hash_share=1.0, min_accounts_per_address=2
    )
    assert found(run)[0] == {frozenset("acd"), frozenset("b")}


def test_of_a_prompt_the_first_50_characters_count():
    same = "x" * 50
    rows = [(f"a{i}", "proxy", same + str(i), f"t{i}") for i in range(3)]
    rows += [("b", "proxy", "y" + same, "t"), ("c", "proxy", None, "t")]
    run = baselines.run(
        "prompt_hash",
        log_of(rows, ("account_id", "ip", "Prompt", "template")),
        min_accounts_per_hash=2,
        max_hash_share=1.0,
        min_accounts_per_address=2,
    )
    assert found(run)[1] == {"a0", "a1", "a2"}


def test_components_are_what_any_shared_identifier_joins():
    rows = [("a", "card"), ("b", "card", "phone"), ("c", None, "phone"), ("d", "other"), ("e", None, None, None, "t")]
    run = baselines.run("components", log_of([*rows, ("f", None, None, None, "t")]), min_size=3, **ALL)
    assert found(run) == ({frozenset("abc")}, set("abc"))
    run = baselines.run("components", log_of([*rows, ("f", None, None, None, "t")]), min_size=2, templates=True, **ALL)
    assert found(run) == ({frozenset("abc"), frozenset("ef")}, set("abcef"))
    assert run.clusters["rank"].tolist() == [1, 2] and run.clusters["size"].tolist() == [3, 2]


def test_a_component_of_too_many_accounts_is_listed_and_not_flagged():
    run = baselines.run("components", log_of([*ring(3, ip="x"), ("z",)]), min_size=2, max_share=0.5)
    assert found(run) == ({frozenset(["r0", "r1", "r2"])}, set())


def test_two_keys_wants_several_identifiers_of_few_accounts():
    rows = [("a", "card", "phone"), ("b", "card", "phone"), ("c", "card"), ("d", None, "x", "i"), ("e", None, "x", "i")]
    rows += [(f"f{i}", None, "x") for i in range(9)]
    guide = {"max_accounts": 10, "min_shared": 2, "min_size": 2, **ALL}
    assert found(baselines.run("two_keys", log_of(rows), **guide)) == ({frozenset("ab")}, set("ab"))


def test_idf_leiden_parts_two_rings_that_one_address_joins():
    rows = [(f"{r}{i}", f"card-{r}", f"device-{r}", "proxy") for r in "ab" for i in range(6)]
    rows += [(f"z{i}", f"card{i}", f"device{i}", f"home{i}") for i in range(60)]
    clusters, flagged = found(baselines.run("idf_leiden", log_of(rows), min_weight=1.0, min_size=6, **ALL))
    assert clusters == {frozenset(f"{r}{i}" for i in range(6)) for r in "ab"} and len(flagged) == 12


def test_the_tuned_rule_is_the_guides_with_other_numbers():
    world = ag.simulate(accounts=1_000, operation=100, difficulty=0.3, seed=105)
    tuned = baselines.run("two_keys_tuned", world.events(), threads=1)
    rule, own = baselines.RULES["two_keys_tuned"]
    assert rule is baselines.rules.two_keys and own.items() <= tuned.run["thresholds"].items()
    plain = baselines.run("two_keys", world.events(), threads=1, **tuned.run["thresholds"])
    assert tuned.run["counts"] == plain.run["counts"] and tuned.run["counts"]["clusters"]
    assert found(tuned) == found(plain)
    with pytest.raises(ValueError, match="`hub_cap` is no threshold of two_keys_tuned; there are max_accounts, "):
        baselines.run("two_keys_tuned", world.events(), hub_cap=3)


# Slow twins


def holders_of(rows):
    holders = defaultdict(set)
    for account, *values in rows:
        for kind, value in zip(KINDS, values, strict=True):
            if value is not None and value.strip():
                holders[kind, value].add(account)
    return holders


def components_of(accounts, pairs):
    """Components of at least two accounts, by walking."""
    near = defaultdict(set)
    for a, b in pairs:
        near[a].add(b)
        near[b].add(a)
    seen, parts = set(), set()
    for account in accounts:
        part, todo = set(), [account]
        while todo:
            if (one := todo.pop()) not in part:
                part.add(one)
                todo += near[one]
        if account not in seen and len(part) > 1:
            parts.add(frozenset(part))
        seen |= part
    return parts


def flagged_of(parts, accounts, min_size, max_share):
    return {a for part in parts if min_size <= len(part) <= max_share * len(accounts) for a in part}


def twin_of_prompt_hash(rows, low_hash, share, low_address, high_address):
    accounts, holders = {row[0] for row in rows}, holders_of(rows)
    hashes = {k: v for k, v in holders.items() if k[0] == "template" and low_hash <= len(v) <= share * len(accounts)}
    addresses = [v for k, v in holders.items() if k[0] == "ip" and low_address <= len(v) <= high_address]
    flagged = set().union(*addresses) & set().union(*hashes.values())
    cases = defaultdict(set)
    for account in flagged:
        mine = [k for k, v in hashes.items() if account in v]
        cases[min(mine, key=lambda k: (-len(hashes[k] & flagged), k))].add(account)
    return {frozenset(case) for case in cases.values()}, flagged


def twin_of_pairs(rows, cap, templates, weight, at_least):
    sums = defaultdict(float)
    for (kind, _), accounts in sorted(holders_of(rows).items()):
        if 2 <= len(accounts) <= cap and (templates or kind != "template"):
            for pair in combinations(sorted(accounts), 2):
                sums[pair] += weight(len(accounts))
    return {pair: total for pair, total in sums.items() if total >= at_least}


def random_rows(seed):
    rng = random.Random(seed)
    pools = {"payment": 25, "device": 20, "ip": 8, "template": 12}
    rows = []
    for _ in range(rng.choice((20, 60, 150))):
        values = [
            None if rng.random() < 0.2 else f"{k}{min(rng.randrange(n), rng.randrange(n))}" for k, n in pools.items()
        ]
        values[rng.randrange(4)] = rng.choice((None, "", " ", "unknown", values[0]))
        rows.append((f"a{rng.randrange(40)}", *values))
    return rows


@pytest.mark.parametrize("seed", range(101, 125))
def test_each_rule_equals_its_slow_twin(seed, monkeypatch):
    monkeypatch.setattr(baselines.pairs, "BLOCK", 50)
    rows, rng = random_rows(seed), random.Random(seed)
    accounts, log_table = {row[0] for row in rows}, log_of(rows)
    cap, shared, templates = rng.choice((3, 5, 10, 40)), rng.choice((1, 2, 3)), rng.random() < 0.5
    common = {"templates": templates, "min_size": rng.choice((2, 3, 5)), "max_share": rng.choice((0.2, 0.5, 1.0))}
    flag = {key: common[key] for key in ("min_size", "max_share")}

    low, share, address = rng.choice((2, 4)), rng.choice((0.3, 1.0)), rng.choice((2, 5))
    run = baselines.run(
        "prompt_hash", log_table, min_accounts_per_hash=low, max_hash_share=share,
        min_accounts_per_address=address, max_accounts_per_address=cap,
    )  # fmt: skip
    assert found(run) == twin_of_prompt_hash(rows, low, share, address, cap)

    parts = components_of(accounts, twin_of_pairs(rows, cap, templates, lambda _: 1, 1))
    run = baselines.run("components", log_table, max_accounts=cap, **common)
    assert found(run) == (parts, flagged_of(parts, accounts, **flag))

    parts = components_of(accounts, twin_of_pairs(rows, cap, templates, lambda _: 1, shared))
    run = baselines.run("two_keys", log_table, max_accounts=cap, min_shared=shared, **common)
    assert found(run) == (parts, flagged_of(parts, accounts, **flag))

    pairs = twin_of_pairs(rows, cap, templates, lambda d: log(len(accounts) / d), 1.5)
    place = {account: i for i, account in enumerate(sorted(accounts))}
    a, b = (np.array([place[pair[end]] for pair in pairs], int) for end in (0, 1))
    graph = ag.Graph.from_edges(a, b, list(pairs.values()), num_vertices=len(accounts))
    label = ag.leiden(graph, objective="modularity", seed=0).membership
    groups = defaultdict(set)
    for account, i in place.items():
        groups[label[i]].add(account)
    parts = {frozenset(group) for group in groups.values() if len(group) > 1}
    run = baselines.run("idf_leiden", log_table, hub_cap=cap, min_weight=1.5, **common)
    assert found(run) == (parts, flagged_of(parts, accounts, **flag))


# Every log


@pytest.mark.parametrize("name", baselines.NAMES)
def test_neither_row_order_nor_threads_nor_repetition_matter(name):
    rows = random_rows(7) + random_rows(8)
    loose = {"min_accounts_per_hash": 2, "max_hash_share": 1.0, "min_accounts_per_address": 2}
    loose = loose if name == "prompt_hash" else {"min_size": 2, **ALL}
    loose |= {"min_weight": 1.5} if name == "idf_leiden" else {}
    first = baselines.run(name, log_of(rows), threads=1, **loose)
    again = baselines.run(name, log_of(random.Random(1).sample(rows * 2, len(rows) * 2)), threads=2, **loose)
    assert first.run["counts"] == again.run["counts"] and first.run["counts"]["clusters"]
    for table in ("accounts", "clusters"):
        for column, values in getattr(first, table).items():
            assert values.tolist() == getattr(again, table)[column].tolist()


@pytest.mark.parametrize("name", baselines.NAMES)
@pytest.mark.parametrize(
    "rows", [[], [("a", "c", "d", "i", "t")], [("a",), ("b",)], [("a", "", " ", "\t"), ("b", "", " ", "\t")]]
)
def test_nothing_shared_is_nothing_found(name, rows):
    run = baselines.run(name, log_of(rows))
    assert run.accounts["account_id"].tolist() == sorted({row[0] for row in rows})
    assert not run.accounts["flagged"].any() and not len(run.clusters["rank"])
    truth = {column: np.array([], object) for column in ("account_id", "group_type", "group")}
    assert evaluate(run, truth).counts["flagged_accounts"] == 0


def test_accounts_without_a_name_are_left_out():
    assert baselines.run("components", log_of([(None, "c"), ("", "c"), ("a", "c")])).accounts[
        "account_id"
    ].tolist() == ["a"]


def test_placeholders_are_identifiers_like_any_other():
    run = baselines.run(
        "components", log_of([("a", None, None, "0.0.0.0"), ("b", None, None, "0.0.0.0")]), min_size=2, **ALL
    )
    assert run.accounts["flagged"].all()


@pytest.mark.parametrize("name", baselines.NAMES)
def test_a_hub_above_the_caps_flags_nobody(name):
    rows = [(f"a{i}", None, "popular phone", "carrier", "framework") for i in range(3_000)]
    run = baselines.run(name, log_of(rows))
    assert not run.accounts["flagged"].any()


def test_a_hub_below_a_high_cap_is_worked_off_in_blocks(monkeypatch):
    monkeypatch.setattr(baselines.pairs, "BLOCK", 10_000)
    rows = [(f"a{i}", None, "popular phone", "carrier") for i in range(1_000)]
    run = baselines.run("two_keys", log_of(rows), max_accounts=1_000, min_shared=2, **ALL)
    assert run.run["counts"]["pairs"] == 1_000 * 999 // 2 and run.accounts["flagged"].all()


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("magic", {}, f"`name` must be one of {', '.join(baselines.NAMES)}, got 'magic'"),
        ("components", {"hub_cap": 3}, "`hub_cap` is no threshold of components; there are max_accounts, templates"),
        ("components", {"max_accounts": 0}, "`max_accounts` of components must be a whole number > 0, got 0"),
        ("components", {"max_accounts": 2.5}, "must be a whole number > 0, got 2.5"),
        ("components", {"templates": 1}, "must be True or False, got 1"),
        ("idf_leiden", {"min_weight": float("nan")}, "must be > 0, got nan"),
        ("two_keys", {"max_share": "all"}, "must be > 0, got 'all'"),
        ("two_keys", {"threads": 0}, "`threads` must be in"),
    ],
)
def test_wrong_arguments_are_told_in_a_sentence(name, given, sentence):
    with pytest.raises(ValueError) as error:
        baselines.run(name, log_of([("a", "c")]), **given)
    assert sentence in str(error.value)


def test_events_that_cannot_be_used_are_told():
    with pytest.raises(ag.InputError, match="no account column"):
        baselines.run("components", pa.table({"ip": ["x"]}))
    with pytest.raises(TypeError, match="must be a path"):
        baselines.run("components", 7)


def test_files_and_tables_and_worlds_give_the_same_run(tmp_path):
    world = ag.simulate(accounts=600, operation=60, difficulty=0, seed=104)
    world.save(tmp_path / "world")
    thresholds = {"max_accounts": 20, "min_size": 5, **ALL}
    run = baselines.run("components", world.events(), **thresholds)
    other = baselines.run("components", tmp_path / "world" / "events.parquet", **thresholds)
    assert run.accounts["cluster_id"].tolist() == other.accounts["cluster_id"].tolist()
    card = evaluate(run, world.truth)
    assert card.counts["flagged_accounts"] == run.run["counts"]["flagged_accounts"] > 0
    assert card.first_clusters["clusters"] == min(20, run.run["counts"]["clusters"])
    assert set(run.run) == {"seconds", "counts", "thresholds"} and run.run["thresholds"]["max_accounts"] == 20
