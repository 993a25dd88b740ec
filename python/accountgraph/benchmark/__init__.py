"""The scorecard over many worlds, and beside other methods: what is found, at what cost, and how much it varies.

>>> from accountgraph import benchmark
>>> found = benchmark.run("dial", scenarios=["dial"], seeds=[101])  # doctest: +SKIP
>>> print(found.to_markdown())  # doctest: +SKIP
"""

from .benchmark import Benchmark, load
from .detection_time import DetectionTime, time_to_detection
from .runner import run

__all__ = ["Benchmark", "DetectionTime", "load", "run", "time_to_detection"]
