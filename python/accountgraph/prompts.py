"""The prompts of a log as identifiers of the kind template: which templates they are read with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from . import _core
from ._core import InputError
from .columns import Columns
from .prompt_templates import Templates, load_templates
from .sources import Source
from .stages import Stages

Given = Templates | str | os.PathLike[str] | bool | None
"""What `detect` takes as `templates`: a set, a file of one, False (mine none), None (mine where that is possible)."""

FINGERPRINTS = "templates are fingerprints of prompts: equal but for case, spacing and numbers"
IGNORED = "the prompts are not read: the templates are those of their own column"
ONCE = "; the events could be read only once, so no templates were mined"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How prompts are read: the columns, with the notes on it, and the templates, None where none are to be found."""

    columns: Columns
    templates: Templates | None = None
    mined: bool = False

    @property
    def native(self) -> _core.TemplateSet | None:
        return None if self.templates is None else self.templates._native

    def record(self, with_template: int, without_template: int) -> dict[str, Any] | None:
        """What run.json says of it."""
        if self.templates is None:
            return None
        return {
            "column": self.columns.prompt,
            "mined": self.mined,
            "templates": len(self.templates),
            "with_template": with_template,
            "without_template": without_template,
        }


def find_reading(source: Source, columns: Columns, given: Given, *, threads: int, stages: Stages) -> Reading:
    """Mines the templates of the prompt column, or takes those that are given.

    A mined set keeps no examples: what stays of the prompts is the text that they have in common. All rows are mined,
    those outside the window too. The column is read five times.

    Raises
    ------
    InputError
        Templates are given and there are no prompts, or the file holds none; or the prompts come in another order each
        time they are read.
    TypeError
        `given` is nothing of this kind.
    """
    if isinstance(given, str | os.PathLike):
        given = load_templates(given)
    if not (given is None or given is False or isinstance(given, Templates)):
        raise TypeError(f"`templates` must be Templates, a path, False or None, got {type(given).__name__}")
    prompt = columns.prompt
    if prompt is None:
        if isinstance(given, Templates):
            raise InputError("templates are given, and there is no column of prompts (kinds={'prompt': '…'}, --prompt)")
        return Reading(columns=columns)
    if isinstance(given, Templates):
        return Reading(columns=columns.with_templates(), templates=given)
    if given is None and source.rereadable:
        mined = _core.mine_stream(
            lambda: source.stream([prompt]), column=prompt, threads=threads, poll=stages.begin("templates")
        )
        return Reading(columns=columns.with_templates(), templates=Templates(mined), mined=True)
    instead = FINGERPRINTS if columns.kinds["template"] == prompt else IGNORED
    return Reading(columns=columns.without_prompts(instead + ("" if source.rereadable else ONCE)))
