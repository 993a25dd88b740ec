"""A log that is a pandas frame with names of its own: columns mapped, a new kind declared, results joined back."""

import accountgraph as ag
import pandas as pd

# Any frame will do: one row an event, identifiers in columns, missing values where there are none.
names = {"account_id": "customer", "timestamp": "at", "payment": "card_hash", "device": "browser", "ip": "src"}
world = ag.simulate(accounts=3_000, operation=250, seed=2)
events = ag.Table.from_arrow(world.events()).to_pandas().rename(columns=names)
customers = pd.DataFrame({"customer": events["customer"].unique(), "plan": "trial"})
print(events.head(3).to_string(index=False))

result = ag.detect(
    events,
    account="customer",
    time="at",
    kinds={
        "ip": "src",  # a known kind under another name
        "payment": "card_hash",
        "browser": ag.Kind(column="browser", family="device", reliability=0.5, soft=False),  # a kind of our own
    },
    since="2026-04-22",
    until="2026-06-05",
)
print(result)

# Back to pandas: one row an account, with its cluster; null = in none.
accounts = customers.merge(result.accounts.to_pandas(), left_on="customer", right_on="account_id")
flagged = accounts[accounts["flagged"]]
print(flagged[["customer", "plan", "cluster_id", "role", "bits"]].head().to_string(index=False))

# What was not used, and why: carriers, popular phones, "unknown".
ledger = result.ledger.to_pandas()
print(ledger.groupby(["kind", "reason"])["accounts"].agg(identifiers="size", largest="max").to_string())
