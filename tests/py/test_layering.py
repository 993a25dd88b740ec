"""The include table of docs/ARCHITECTURE.md holds in every file of libaccountgraph."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)
LIBRARIES = {
    "tbb/": "TBB",
    "oneapi/": "TBB",
    "boost/graph/": "Boost.Graph",
    "boost/": "Boost",
    "Eigen/": "Eigen",
    "unsupported/Eigen/": "Eigen",
}


class Row(NamedTuple):
    """What one stage may include: stages, single headers of stages, libraries by the pattern of file names that may."""

    stages: set[str]
    headers: set[str]
    libraries: dict[str, str]


def read_table(page: str) -> dict[str, Row]:
    section = re.search(r"^## Layers\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL).group(1)
    rows = {}
    for line in re.findall(r"^\|(.+)\|$", section, re.MULTILINE)[2:]:
        stage, includes, libraries = (cell.strip() for cell in line.split("|"))
        names = set(re.findall(r"[\w/.]+", includes))
        headers = {name for name in names if "/" in name}
        rows[stage] = Row(
            stages=(names - headers) | {stage, "core"},
            headers=headers,
            libraries={name: only or "*" for name, only in re.findall(r"([\w.]+)(?: \(only `(\S+)`\))?", libraries)},
        )
    return rows


def violations(library: Path, table: dict[str, Row]) -> list[str]:
    """Each include against the table, as "file includes what"."""
    roots = [library / "include" / "accountgraph", library / "src"]
    return [
        f"{file.relative_to(library)} includes {name}"
        for root in roots
        for file in sorted(root.rglob("*.[ch]pp"))
        for name in INCLUDE.findall(file.read_text(encoding="utf-8"))
        if not allowed(file, name, table[stage_of(file.relative_to(root))], roots)
    ]


def stage_of(path: Path) -> str:
    """A folder is a stage; what lies beside the folders is the pipeline."""
    return path.parts[0] if len(path.parts) > 1 else "detect"


def allowed(file: Path, name: str, row: Row, roots: list[Path]) -> bool:
    for prefix, library in LIBRARIES.items():
        if name.startswith(prefix):
            return library in row.libraries and file.match(row.libraries[library])
    target = own_header(file, name, roots)
    return (
        target is None
        or target == Path("version.hpp")
        or target.as_posix() in row.headers
        or stage_of(target) in row.stages
    )


def own_header(file: Path, name: str, roots: list[Path]) -> Path | None:
    """The path below a root of an include of this library's own, also of one that climbs ("../linkage/join.hpp")."""
    if name.startswith("accountgraph/"):
        return Path(name).relative_to("accountgraph")
    for root in roots:
        target = (file.parent / name).resolve()
        if target.exists() and target.is_relative_to(root):
            return target.relative_to(root)
    return None


TABLE = read_table((ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8"))


def test_no_include_against_the_table():
    assert violations(ROOT / "libaccountgraph", TABLE) == []


def test_the_build_uses_the_same_table():
    cmake = (ROOT / "libaccountgraph" / "CMakeLists.txt").read_text(encoding="utf-8")
    stages = re.findall(r"^accountgraph_stage\((\w+) SOURCES \S+(?:\s+USES ([\w\s]+))?\)", cmake, re.MULTILINE)
    built = {stage: {stage, "core", *uses.split()} for stage, uses in stages}
    assert built == {stage: row.stages | {h.split("/")[0] for h in row.headers} for stage, row in TABLE.items()}


def test_violations_are_found(tmp_path):
    includes = {
        "include/accountgraph/core/parallel.hpp": ["<tbb/parallel_for.h>", "<accountgraph/core/ids.hpp>"],
        "include/accountgraph/core/table.hpp": ["<tbb/parallel_for.h>"],
        "include/accountgraph/records/kind.hpp": ["<vector>", "<boost/unordered_map.hpp>"],
        "src/records/kind.cpp": ['"accountgraph/linkage/join.hpp"', "<boost/graph/graph_traits.hpp>"],
        "src/linkage/join.cpp": ['"cut.hpp"', "<Eigen/Dense>"],
        "src/linkage/cut.hpp": ['"../communities/moves.hpp"', "<accountgraph/version.hpp>"],
        "src/communities/moves.hpp": ["<accountgraph/linkage/link_graph.hpp>", "<accountgraph/linkage/join.hpp>"],
        "src/scoring/score.cpp": ["<Eigen/Dense>", "<accountgraph/detect.hpp>"],
        "src/detect.cpp": ["<accountgraph/detect.hpp>", "<accountgraph/synth/world.hpp>"],
    }
    for name, included in includes.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("".join(f" #  include {item}\n" for item in included), encoding="utf-8")
    assert set(violations(tmp_path, TABLE)) == {
        "include/accountgraph/core/table.hpp includes tbb/parallel_for.h",
        "src/records/kind.cpp includes accountgraph/linkage/join.hpp",
        "src/records/kind.cpp includes boost/graph/graph_traits.hpp",
        "src/linkage/join.cpp includes Eigen/Dense",
        "src/linkage/cut.hpp includes ../communities/moves.hpp",
        "src/communities/moves.hpp includes accountgraph/linkage/join.hpp",
        "src/scoring/score.cpp includes accountgraph/detect.hpp",
        "src/detect.cpp includes accountgraph/synth/world.hpp",
    }
