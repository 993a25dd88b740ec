"""The links of a run in NetworkX: who stands between the members of a cluster, and communities of any other graph."""

import accountgraph as ag
import networkx as nx

world = ag.simulate(accounts=3_000, operation=250, seed=2)
result = ag.detect(world.events())

links = result.graph().to_networkx()  # nodes are account ids, weights bits
cluster = result.clusters["cluster_id"][0]
members = result.accounts["account_id"][result.accounts["cluster_id"] == cluster]
inside = links.subgraph(members)
between = nx.betweenness_centrality(inside)
print(f"{cluster}: {inside.number_of_nodes()} accounts, {inside.number_of_edges()} links")
for account in sorted(between, key=between.get, reverse=True)[:3]:
    print(f"  {account} lies on {between[account]:.1%} of the shortest paths between two others")

G = nx.karate_club_graph()
communities = nx.community.leiden_communities(G, seed=1, backend="accountgraph")
print(f"The karate club has {len(communities)} communities, modularity {nx.community.modularity(G, communities):.3f}.")
