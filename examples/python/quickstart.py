"""A log, a run, what is flagged and why: the shortest way through. Writes report.html where it is run."""

import accountgraph as ag

world = ag.simulate(accounts=5_000, operation=400, seed=1)  # in place of a log of your own
result = ag.detect(world.events())  # or "events/*.parquet", a pandas or polars frame, a DuckDB relation
print(result)

clusters = result.clusters.to_pandas()
flagged = clusters[clusters["flagged"]]
print(flagged[["cluster_id", "size", "score", "archetype"]].head().to_string(index=False))

print(result.explain(flagged["cluster_id"].iloc[0]))
print("Report:", result.report("report.html"))
