"""Real public data, end to end. What each set is and what came out: docs/real-data.md."""

import math
import os
import runpy
from itertools import pairwise
from pathlib import Path

import accountgraph as ag
import duckdb
import pytest

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("ACCOUNTGRAPH_SHARED_DATA") or ROOT.parent / "shared" / "data")
DAY = 86_400


def data(name, file=""):
    """A file of the shared data. Missing data skips a test; where CI is set it fails it."""
    path = DATA / name / file
    if not path.exists():
        why = f"no {name} in {DATA}: set ACCOUNTGRAPH_SHARED_DATA to the folder of shared data"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    return path


def shared_within(path, column, seconds):
    """Pairs that share a value of a column within so many seconds, by a self-join: a, b, values (distinct)."""
    return duckdb.sql(f"""
        with posts as (select account::varchar as account, {column} as value, timestamp as at from '{path}')
        select p.account as a, q.account as b, count(distinct value) as values
        from posts p join posts q using (value)
        where p.account < q.account and abs(p.at - q.at) <= {seconds} group by all""")


def number_of_pairs(path, column, seconds):
    """The same from the data's own reference_pairs.csv."""
    reference = path.with_name("reference_pairs.csv")
    where = f"object = '{column}' and window_s = {seconds} and min_participation = 1"
    return duckdb.sql(f"select account_pairs from '{reference}' where {where}").fetchall()[0][0]


def links_of(result):
    """Pairs of accounts, smaller first by the order of bytes, as `shared_within` gives them."""
    return set(zip(result.links["account_a"], result.links["account_b"], strict=True))


def test_airdrop_rings_are_found_without_a_list_of_hubs(capsys):
    hop = runpy.run_path(str(ROOT / "examples" / "python" / "hop_airdrop.py"))
    chosen = hop["main"]([str(data("hop-airdrop-polygon"))])
    precision, recall = chosen["held_out"]
    assert precision >= 0.88 and recall >= 0.78, chosen
    table = capsys.readouterr().out
    assert table.count("<- chosen") == 1 and ".918  .817" in table


# The same content says something only where it falls together in time: every kind `moves`. A link shared is two kinds.
FAMILIES = {"url": "content_link", "domain": "content_link", "hashtag": "hashtag", "image_phash": "image"}
ELECTION = {
    name: ag.Kind(column=name, family=family, reliability=0.1, soft=True, moves=True)
    for name, family in FAMILIES.items()
}


@pytest.fixture(scope="module")
def posts():
    return data("german-election-facebook", "posts.parquet")


@pytest.fixture(scope="module")
def election(posts):
    return ag.detect(posts, account="account", time="timestamp", time_unit="s", kinds=ELECTION, verify=True)


def test_election_posts_give_small_clusters_not_a_giant(election):
    counts, sizes = election.run["counts"], election.clusters["size"]
    assert (counts["accounts"], counts["events"], election.run["rejects"]) == (21_655, 81_569, [])
    assert election.run["verified"] and counts["links"] > 100 and len(sizes) > 20
    assert sizes.max() < 0.01 * counts["accounts"]
    assert 0 < counts["flagged_accounts"] < 0.01 * counts["accounts"]


def test_every_election_link_is_of_two_families(election):
    links = election.links
    link_bits = links["bits_url"] + links["bits_domain"]
    assert ((link_bits > 0).astype(int) + (links["bits_hashtag"] > 0) + (links["bits_image_phash"] > 0) >= 2).all()


def test_popular_election_domains_end_in_the_ledger(election, posts):
    kinds = {kind["name"]: kind for kind in election.run["kinds"]}
    ledger = election.ledger
    checked = 0
    for name, kind in kinds.items():
        holders = duckdb.sql(f"""select {name}::varchar, count(distinct account) from '{posts}'
                                 where {name} > 0 group by all having count(distinct account) > 1""").fetchall()
        common = set(ledger["identifier"][(ledger["kind"] == name) & (ledger["reason"] == "common")])
        for value, accounts in holders:
            bits = math.log2(kind["accounts"] / accounts * kind["reliability"])
            if abs(bits - kind["floor_bits"]) > 0.01:
                assert (value in common) == (bits < kind["floor_bits"]), (name, value, accounts)
                checked += value in common
    assert checked > 10


def test_election_values_out_of_step_share_no_day(election, posts):
    ledger = election.ledger
    checked = 0
    for name in FAMILIES:
        apart = ledger["identifier"][(ledger["kind"] == name) & (ledger["reason"] == "no time overlap")]
        days = duckdb.sql(f"""select {name}::varchar, list(distinct [timestamp // {DAY}, account]) from '{posts}'
                              where {name} is not null group by all""").fetchall()
        days = {value: sorted(seen) for value, seen in days}
        for value in apart:
            checked += 1
            for (day, account), (next_day, next_account) in pairwise(days[value]):
                assert account == next_account or next_day - day > 1, (name, value)
    assert checked > 50


def test_election_links_are_of_accounts_that_post_together(election, posts):
    together = set()
    for name in FAMILIES:
        pairs = shared_within(posts, name, 60).fetchall()
        assert len(pairs) == number_of_pairs(posts, name, 60)
        together |= {(a, b) for a, b, _ in pairs}
    links = links_of(election)
    assert len(links & together) >= 0.5 * len(links), (len(links & together), len(links), len(together))


def test_shuffled_election_posts_give_the_same_tables(election, posts):
    shuffled = duckdb.sql(f"select * from '{posts}' order by hash(account, post, hashtag, url)").to_arrow_table()
    options = {"account": "account", "time": "timestamp", "time_unit": "s", "kinds": ELECTION}
    again = ag.detect(shuffled, threads=1, **options)
    assert again.run["fingerprint"] == election.run["fingerprint"]
    for name in ("accounts", "clusters", "campaigns", "links", "evidence", "entries", "ledger"):
        assert getattr(again, name).to_arrow().equals(getattr(election, name).to_arrow()), name


@pytest.fixture(scope="module")
def shares():
    return data("coordinated-tweets-ru", "shares.csv")


def retweets(shares, **kind):
    kinds = {"object": ag.Kind(family="retweets", **kind)}
    return ag.detect(shares, account="account", time="timestamp", time_unit="s", kinds=kinds, verify=True)


def test_one_soft_kind_links_nobody(shares):
    result = retweets(shares, soft=True, reliability=0.1)
    assert result.run["counts"]["accounts"] == 9_509 and result.run["counts"]["identifiers"] == 7_285
    assert len(result.links) == len(result.clusters) == 0
    assert len(result.ledger) > 0


def test_one_hard_kind_links_what_shares_several_retweets(shares):
    result = retweets(shares, soft=False, reliability=0.5, moves=True)
    assert any("a single kind can link" in note for note in result.run["notes"])
    hour, ever = shared_within(shares, "object", 3_600), shared_within(shares, "object", 1_000 * DAY)
    assert len(hour) == number_of_pairs(shares, "object", 3_600)
    common = {(a, b): values for a, b, values in ever.fetchall()}
    links = links_of(result)
    assert len(links) > 500 and min(common[pair] for pair in links) >= 2  # no single retweet links two accounts
    assert len(links) < 0.01 * len(common)
    sizes = result.clusters["size"]
    assert (sizes >= 5).sum() >= 5 and sizes.max() < 0.05 * 9_509  # within an hour, 7,771 hang together
