"""From a flagged cluster to the reasons an analyst can check: the cluster, an account, two accounts, a what-if."""

import tempfile
from pathlib import Path

import accountgraph as ag

world = ag.simulate(accounts=3_000, operation=250, seed=2)
found = ag.detect(world.events())
with tempfile.TemporaryDirectory() as folder:  # a run folder is all that a colleague needs
    result = ag.load(found.save(Path(folder) / "run"))

    cluster = result.explain(result.clusters["cluster_id"][0])
    print("Why these accounts:", cluster, sep="\n")

    accounts = result.accounts.to_pandas()
    members = accounts[(accounts["cluster_id"] == cluster.cluster_id) & (accounts["role"] == "core")]
    weakest, strongest = (members.sort_values("bits")["account_id"].iloc[place] for place in (0, -1))
    print("\nThe member with the weakest link:", result.explain(weakest), sep="\n")
    print("\nTwo members:", result.explain(weakest, strongest), sep="\n")

    outsider = accounts.loc[accounts["role"] == "none", "account_id"].iloc[0]
    print("\nSomebody else:", result.explain(outsider, strongest), sep="\n")

# What if the strongest reason were lawful? Say so, and see what is left of the case.
best = cluster.identifiers[0]
again = ag.detect(world.events(), allow=[(best.kind, best.identifier)])
kept = set(members["account_id"]) & set(again.accounts["account_id"][again.accounts["flagged"]])
print(f"\nWith {best.kind} {best.identifier} allowed, {len(kept)} of {len(members)} core members are still flagged.")
