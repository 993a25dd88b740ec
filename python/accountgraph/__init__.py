"""accountgraph: which accounts are worked by one operator, by what evidence, and how sure that is.

>>> import accountgraph as ag
>>> result = ag.detect("events/*.parquet")  # doctest: +SKIP
"""

from ._core import InputError
from ._core import version as __version__
from .coactions import coactions
from .columns import Kind
from .communities import LeidenResult, connected_components, cpm_quality, leiden, modularity
from .comparison import (
    BCubed,
    adjusted_mutual_information,
    adjusted_rand_index,
    b_cubed,
    completeness,
    homogeneity,
    normalized_mutual_information,
)
from .detection import default_options, detect
from .explain import AccountExplanation, ClusterExplanation, PairExplanation
from .graphs import Graph
from .known import Reranking
from .preview import Preview, preview
from .prompt_templates import Template, Templates, load_templates, mine_templates
from .result import Result
from .run_folder import load
from .table import Table
from .worlds import World, presets, simulate

__all__ = [
    "AccountExplanation",
    "BCubed",
    "ClusterExplanation",
    "Graph",
    "InputError",
    "Kind",
    "LeidenResult",
    "PairExplanation",
    "Preview",
    "Reranking",
    "Result",
    "Table",
    "Template",
    "Templates",
    "World",
    "__version__",
    "adjusted_mutual_information",
    "adjusted_rand_index",
    "b_cubed",
    "coactions",
    "completeness",
    "connected_components",
    "cpm_quality",
    "default_options",
    "detect",
    "homogeneity",
    "leiden",
    "load",
    "load_templates",
    "mine_templates",
    "modularity",
    "normalized_mutual_information",
    "presets",
    "preview",
    "simulate",
]
