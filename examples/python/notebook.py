# %% [markdown]
# # From events to an explained case
# A notebook in percent format: Jupyter (with jupytext), VS Code and PyCharm open it as it is, and it runs as a script.
#
# The question: *which of these accounts are worked together, by what evidence, and how sure are we?* The log here is
# made up (`ag.simulate`), so that the answer can be checked at the end. Nothing before the last cell uses the truth.

# %%
import accountgraph as ag
from accountgraph.evaluate import evaluate

world = ag.simulate("pooled_25k", accounts=5_000, operation=400, difficulty=0.3, seed=5)
events = ag.Table.from_arrow(world.events()).to_pandas()
print(f"{len(events):,} events of {events['account_id'].nunique():,} accounts")
print(events.head().to_string(index=False))

# %% [markdown]
# ## Sharing is normal
# Families share a card, offices an address, thousands a phone model. How many accounts hold the commonest value of each
# kind? Who links accounts that "have something in common" links nearly everyone.

# %%
for kind in ("payment", "device", "ip", "template"):
    users = events.dropna(subset=[kind]).groupby(kind)["account_id"].nunique()
    print(f"{kind:>9}: {(users > 1).sum():>6,} shared values; the commonest has {users.max():,} accounts")

# %% [markdown]
# ## Evidence in bits
# A shared identifier says the more the rarer it is: log2 of accounts over holders, less what busy accounts share by
# chance. Two accounts are linked when what they share outweighs the prior that two random accounts belong together,
# `T` = log2(N) + 4 bits. No kind reaches that by itself.

# %%
result = ag.detect(events, verify=True)
print(result)
print(f"N = {result.run['N']:,} accounts, T = {result.run['T']:.1f} bits")
for kind in result.run["kinds"]:
    print(f"{kind['name']:>9}: at most {kind['cap_bits']:.1f} bits, family {kind['family']}")

# %% [markdown]
# What was shared and said nothing is on record as well: the ledger names every such identifier and the reason.

# %%
ledger = result.ledger.to_pandas()
print(ledger.groupby(["kind", "reason"])["accounts"].agg(identifiers="size", largest="max").to_string())

# %% [markdown]
# ## Clusters
# Links form communities, communities get a profile and a score. Most clusters are households: they are listed and not
# flagged. A flag is a recommendation to look, not a verdict.

# %%
clusters = result.clusters.to_pandas()
print(clusters.groupby("archetype")["size"].agg(clusters="size", accounts="sum").to_string())
flagged = clusters[clusters["flagged"]]
coverage = [name for name in clusters if name.startswith("coverage_")]
print(flagged[["cluster_id", "size", "core", "score", *coverage]].head(8).round(2).to_string(index=False))

# %% [markdown]
# ## One case
# First the cluster: the parts of its score, and the identifiers that bind it. Their bits leave its own members
# out of the background: how unusual would this use be for the rest of the log?

# %%
case = result.explain(flagged["cluster_id"].iloc[0])
print(case)

# %% [markdown]
# Then the account an analyst should worry about most: the member that is held by the least. Its membership is judged
# with itself left out, and a reason without which it would leave is named.

# %%
accounts = result.accounts.to_pandas()
core = accounts[(accounts["cluster_id"] == case.cluster_id) & (accounts["role"] == "core")]
weakest = min((result.explain(name) for name in core["account_id"]), key=lambda account: account.bits)
print(weakest)

# %% [markdown]
# And the strongest pair: every identifier that the two share, also those that give nothing.

# %%
strongest = result.explain(core.sort_values("bits")["account_id"].iloc[-1])
print(result.explain(strongest.account_id, strongest.strongest_links[0][0]))

# %% [markdown]
# ## Was it right?
# Only a made-up world can say. One world is one draw (docs/worlds.md says what worlds cannot show); the report below is
# what goes to a reviewer.

# %%
print(evaluate(result, world.truth))
print("Report:", result.report("report.html"))
