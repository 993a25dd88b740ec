"""What a run found: tables, explanations, a report; and the folder that keeps it."""

from __future__ import annotations

import html
import os
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from . import _core
from .explain import AccountExplanation, ClusterExplanation, PairExplanation, explain, patterns_of
from .graphs import Graph
from .known import Reranking, rerank
from .prompt_templates import Templates
from .report.text import show
from .table import Table
from .threads import number_of_threads

TABLES = (
    "accounts", "clusters", "campaigns", "campaign_members", "successions", "links", "evidence", "entries", "sessions",
    "ledger", "allowed",
)  # fmt: skip


class Result:
    """A run: `run` says what was run and how it went; the tables hold what was found.

    Output is a recommendation with its evidence, never a verdict on a person. Tables are made when they are first asked
    for. `detect` and `load` make results.

    Attributes
    ----------
    run : dict
        run.json: options, seed, N and T, kinds, counts, rejects, notes, seconds and memory by stage.
    accounts, clusters, campaigns, campaign_members, successions, links, evidence, entries, ... : Table
        And sessions, ledger, allowed; see docs/run-folder.md for the columns. `entries` and `sessions` are None where
        a saved run left them out, `successions` and `allowed` where an earlier version saved it. Making `allowed`
        (what an allow-list removed) takes as long as linking, where the list names anything shared.
    templates : Templates or None
        What prompts were read with; None where they were not.
    """

    def __init__(
        self,
        run: dict[str, Any],
        make_table: Callable[[str], Table | None],
        find_case: Callable[[], _core.Case],
        find_templates: Callable[[], Templates | None] = lambda: None,
    ) -> None:
        self.run = run
        self._make_table = make_table
        self._find_case = find_case
        self._find_templates = find_templates
        self._tables: dict[str, Table | None] = {}
        self._case: _core.Case | None = None

    @classmethod
    def of_case(cls, case: _core.Case, run: dict[str, Any], templates: Templates | None = None) -> Result:
        """A result of a case in memory."""

        def table(name: str) -> Table:
            made = _core.allowed_table(case, run["options"]) if name == "allowed" else _core.case_table(case, name)
            return Table(made)

        return cls(run, table, lambda: case, lambda: templates)

    @cached_property
    def templates(self) -> Templates | None:
        return self._find_templates()

    def explain(self, what: object, other: object = None) -> AccountExplanation | PairExplanation | ClusterExplanation:
        """Why: for an account, for two accounts, or for a cluster.

        Parameters
        ----------
        what : str
            An account, or a cluster's id.
        other : str, optional
            A second account: what the two share, whether or not they are linked.

        Returns
        -------
        AccountExplanation, PairExplanation or ClusterExplanation
            Printing it tells it in words.

        Raises
        ------
        InputError
            The run has no such account or cluster; or the run was saved without its entries ("not analysed").

        Notes
        -----
        A loaded run is worked out again from its entries at the first call, which takes about as long as `detect`.
        """
        return explain(self._whole_case(), what, other, patterns=patterns_of(self.templates))

    def rerank(
        self,
        confirmed: Iterable[object] = (),
        cleared: Iterable[object] = (),
        *,
        damping: float = 0.85,
        tolerance: float = 1e-9,
        threads: int | None = None,
    ) -> Reranking:
        """Orders clusters by score and by what known accounts say of them. Changes no score, flag or q-value.

        Parameters
        ----------
        confirmed, cleared : iterable of str
            Accounts known to be worked by an operator, and known not to be. Names that are no accounts of this run are
            returned in `unknown`.
        damping : float in [0, 1)
            Chance that a walk over links and clusters goes on: nearer to 1, known accounts speak of more distant ones.
        tolerance : float in [1e-12, 1)
            Largest change of a chance at which the iteration ends.
        threads : int, optional
            None takes all.

        Returns
        -------
        Reranking
            Printing it tells the first clusters; `clusters` and `accounts` are tables.

        Raises
        ------
        InputError
            None of the names of a list is an account of this run; or the run was saved without its entries.
        ValueError
            An account is in both lists; `damping`, `tolerance` or `threads` out of range.

        Notes
        -----
        Personalised PageRank (docs/evidence.md). A loaded run is worked out again from its entries at the first call.
        """
        most = number_of_threads(threads)
        return rerank(self._whole_case(), confirmed, cleared, damping=damping, tolerance=tolerance, threads=most)

    def graph(self) -> Graph:
        """The links as a graph: a vertex an account in the order of `accounts`, its id the name; weight: bits.

        Accounts with the same evidence have only the link to the one that stands for them. `detect` clusters by the
        bits above log2(N), those pairs put back.
        """
        names = self.accounts["account_id"].tolist()
        place = {name: vertex for vertex, name in enumerate(names)}
        ends = ([place[name] for name in self.links[end]] for end in ("account_a", "account_b"))
        graph = Graph.from_edges(*(np.array(end, np.uint32) for end in ends), self.links["bits"], len(names))
        graph.names = names
        return graph

    def report(self, path: str | os.PathLike[str], *, top: int = 20) -> Path:
        """Writes one HTML file that needs nothing else; see `accountgraph.report.write_report`."""
        from .report import write_report

        return write_report(self, path, top=top)

    def save(self, folder: str | os.PathLike[str], *, entries: bool = True, overwrite: bool = False) -> Path:
        """Writes the run folder: whole or not at all.

        Parameters
        ----------
        folder : path-like
            Where; folders above are made.
        entries : bool
            Keep the incidence (entries.parquet, sessions.parquet). Without it a loaded run explains nothing.
        overwrite : bool
            Replace a run that is there.

        Raises
        ------
        FileExistsError
            Something is there, and `overwrite` is False or it is no run folder.
        """
        from .run_folder import save

        return save(self, Path(folder), entries=entries, overwrite=overwrite)

    def __repr__(self) -> str:
        counts = self.run.get("counts", {})
        names = ("accounts", "links", "clusters", "campaigns")
        told = ", ".join(f"{name}: {counts.get(name, 0):,}" for name in names)
        return f"<accountgraph.Result {told}, accounts flagged: {counts.get('flagged_accounts', 0):,}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{html.escape(show(name.replace('_', ' ')))}</th><td>{html.escape(show(value))}</td></tr>"
            for name, value in self.run.get("counts", {}).items()
        )
        notes = "".join(f"<li>{html.escape(show(note, limit=400))}</li>" for note in self.run.get("notes", []))
        return f"<table>{rows}</table><ul>{notes}</ul>"

    def _whole_case(self) -> _core.Case:
        if self._case is None:
            self._case = self._find_case()
        return self._case

    def _table(self, name: str) -> Table | None:
        if name not in self._tables:
            self._tables[name] = self._make_table(name)
        return self._tables[name]

    accounts = property(lambda self: self._table("accounts"), doc="Every account seen.")
    clusters = property(lambda self: self._table("clusters"), doc="Every cluster, best first.")
    campaigns = property(lambda self: self._table("campaigns"), doc="Every campaign.")
    campaign_members = property(lambda self: self._table("campaign_members"), doc="Every (campaign, account).")
    successions = property(lambda self: self._table("successions"), doc="Waves of a campaign that follow each other.")
    links = property(lambda self: self._table("links"), doc="Every link, account_a < account_b.")
    evidence = property(lambda self: self._table("evidence"), doc="Every identifier that binds a cluster.")
    entries = property(lambda self: self._table("entries"), doc="The incidence; None where a saved run left it out.")
    sessions = property(lambda self: self._table("sessions"), doc="Accounts' sessions; None where a run left them out.")
    ledger = property(lambda self: self._table("ledger"), doc="Shared identifiers without evidence, and why.")
    allowed = property(lambda self: self._table("allowed"), doc="Identifiers allowed, and the links they would give.")
