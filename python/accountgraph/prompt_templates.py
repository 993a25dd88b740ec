"""Prompt templates: the fixed texts that many prompts were made from."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from . import _core
from .stages import Progress, Stages
from .table import Table
from .terminal import shown
from .threads import number_of_threads

LONGEST_EXAMPLE = 600


@dataclass(frozen=True)
class Template:
    """One template. All text of it was written by whoever wrote the prompts; ``_repr_html_`` escapes it.

    Attributes
    ----------
    id
        ``tpl-`` and 24 hex digits, a hash of the fixed text: the same on every machine and every day.
    pattern
        Fixed texts (folded: lower case, no punctuation, ``#`` for numbers) and slots (None), in order.
    num_prompts
        Prompts it was found in.
    examples
        Up to ``max_examples`` prompts as they came, clipped.
    """

    id: str
    pattern: tuple[str | None, ...]
    num_prompts: int
    examples: tuple[str, ...] = field(repr=False, default=())

    def __str__(self) -> str:
        return " ".join("{}" if part is None else part for part in self.pattern)

    def _repr_html_(self) -> str:
        slot = '<span style="background:#fde68a;color:#713f12;border-radius:3px;padding:0 .4em">slot</span>'
        parts = " ".join(slot if part is None else f"<b>{html.escape(part)}</b>" for part in self.pattern)
        shown_examples = "".join(f"<li>{html.escape(text[:LONGEST_EXAMPLE])}</li>" for text in self.examples)
        examples = f"<details><summary>examples</summary><ol>{shown_examples}</ol></details>" if shown_examples else ""
        return (
            f"<div><code>{html.escape(self.id)}</code> · {self.num_prompts:,} prompts"
            f'<p style="white-space:pre-wrap">{parts}</p>{examples}</div>'
        )


class Templates:
    """A set of templates, and the templates of the prompts it was mined from.

    Made by :func:`mine_templates` and :func:`load_templates`.

    Attributes
    ----------
    template_ids : numpy.ndarray or None
        int32, one a prompt: its row in `templates`, -1 = none; the most specific one. None for a loaded or merged set.
    num_rejected : int
        Prompts that were too long to be read.
    """

    def __init__(
        self, native: _core.TemplateSet, template_ids: np.ndarray | None = None, num_rejected: int = 0
    ) -> None:
        self._native = native
        self.template_ids = template_ids
        self.num_rejected = num_rejected

    def __len__(self) -> int:
        return len(self._native)

    def __iter__(self) -> Iterator[Template]:
        return (self[row] for row in range(len(self)))

    def __repr__(self) -> str:
        return f"Templates({len(self):,} templates)"

    @property
    def templates(self) -> Table:
        """One row a template, in the order of the ids: ``template``, ``pattern``, ``prompts``, ``fixed_words``."""
        return Table(self._native.table())

    def __getitem__(self, row: int) -> Template:
        table = self.templates
        return Template(
            id=str(table["template"][row]),
            pattern=tuple(self._native.pattern(row)),
            num_prompts=int(table["prompts"][row]),
            examples=tuple(self._native.examples(row)),
        )

    def assign(self, prompts: Any, *, threads: int | None = None) -> np.ndarray:
        """The template of every prompt: int32 rows of `templates`, -1 = none. A few microseconds a prompt."""
        begin, rows = self._native.assign(texts_of(prompts), threads=number_of_threads(threads))
        out = np.full(len(begin) - 1, -1, dtype=np.int32)
        some = begin[1:] > begin[:-1]
        out[some] = rows[begin[:-1][some]]
        return out

    def assign_all(self, prompts: Any, *, threads: int | None = None) -> list[np.ndarray]:
        """All templates of every prompt, the most specific first: one array of rows a prompt."""
        begin, rows = self._native.assign(texts_of(prompts), threads=number_of_threads(threads))
        return [rows[first:last] for first, last in pairwise(begin)]

    def segment_hashes(self, row: int, key: bytes) -> list[str]:
        """HMAC-SHA-256 of the fixed segments of a template under `key`, hex, for comparing without showing the text."""
        return self._native.segment_hashes(row, key)

    def merge(self, other: Templates) -> Templates:
        """The templates of both sets; ids stay, counts add up. `self` is asked first when prompts are assigned."""
        return Templates(self._native.merge(other._native))

    def extend(self, prompts: Any, **options: Any) -> Templates:
        """This set and what :func:`mine_templates` finds in those of `prompts` that have no template yet."""
        texts = list_of(prompts)
        new = [text for text, row in zip(texts, self.assign(texts), strict=True) if row < 0]
        return self.merge(mine_templates(new, **options))

    def save(self, path: str | PathLike[str]) -> None:
        """Writes the set to a file; equal sets give equal bytes. The examples are part of it."""
        Path(path).write_bytes(self._native.save())


def mine_templates(
    prompts: Any,
    *,
    min_prompts: int = 8,
    min_copies: int = 2,
    fixed_share: float = 0.5,
    branch_share: float = 0.2,
    max_examples: int = 3,
    max_prompt_bytes: int = 64 << 20,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> Templates:
    """The templates behind prompts: the fixed texts that many of them were made from.

    Parameters
    ----------
    prompts
        A list of str, bytes or None, or a text column: pyarrow, pandas, polars, NumPy.
    min_prompts
        2 to 200: fixed text must occur in so many prompts.
    min_copies
        2 or more: a whole text that has no other template is one when it occurs so often.
    fixed_share, branch_share
        See ``docs/templates.md``.
    max_examples
        Examples kept a template.
    max_prompt_bytes
        Longer prompts are counted in ``num_rejected`` and have no template.

    Returns
    -------
    Templates
        The same for any order of the prompts and any number of threads.

    Raises
    ------
    ValueError
        An option is outside its range.
    TypeError
        A prompt is no text.
    """
    texts = texts_of(prompts)
    with shown(progress) as report:
        native, template_ids, num_rejected = _core.mine_templates(
            texts,
            min_prompts=min_prompts,
            min_copies=min_copies,
            fixed_share=fixed_share,
            branch_share=branch_share,
            max_examples=max_examples,
            max_prompt_bytes=max_prompt_bytes,
            threads=number_of_threads(threads),
            poll=Stages(report),
        )
    return Templates(native, template_ids, num_rejected)


def load_templates(path: str | PathLike[str]) -> Templates:
    """A set that :meth:`Templates.save` wrote. Raises InputError when the file holds no such set."""
    return Templates(_core.TemplateSet.load(Path(path).read_bytes()))


def texts_of(prompts: Any) -> list[str | bytes | None] | _core.ArrowTexts:
    """A column of texts as the core reads it: an Arrow column of strings without a copy, anything else as a list."""
    if hasattr(prompts, "__arrow_c_stream__") or hasattr(prompts, "__arrow_c_array__"):
        try:
            texts = _core.ArrowTexts.read(prompts)
        except (ImportError, TypeError, ValueError):  # pandas without pyarrow, or with objects that are no Arrow type
            texts = None
        if texts is not None:
            return texts
    return list_of(prompts)


def list_of(prompts: Any) -> list[str | bytes | None]:
    """Any column of texts as a list."""
    if isinstance(prompts, str | bytes):
        raise TypeError("`prompts` must be a list or a column of texts, got one text")
    for name in ("to_pylist", "to_list", "tolist"):
        if hasattr(prompts, name):
            return [None if text != text else text for text in getattr(prompts, name)()]  # NaN: pandas' null
    return list(prompts)
