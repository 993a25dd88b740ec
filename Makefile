# Everything from nothing: `make test`, `make demo`. Needs git, g++, make and python3; scripts/setup brings the rest.
python := .venv/bin/python
headers = $(wildcard $(CURDIR)/.deps/usr/include/python3.*)
export PATH := $(CURDIR)/.venv/bin:$(PATH)

# One tree holds the extension and the C++ tests, so the library is compiled once. $(1): targets to build.
install = $(if $(headers),CPATH=$(CURDIR)/.deps/usr/include CMAKE_ARGS=-DPython_INCLUDE_DIR=$(headers)) \
  $(python) -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e . \
  --config-settings=build-dir=build/make --config-settings=build.targets=$(1) \
  --config-settings=cmake.define.CMAKE_CXX_FLAGS_RELEASE=-O2 \
  --config-settings=cmake.define.ACCOUNTGRAPH_BUILD_TESTS=ON

.PHONY: demo test bench lint format setup build

demo: setup
	$(call install,_core)
	$(python) -m accountgraph demo

test: build
	ctest --test-dir build/make --output-on-failure -j 2
	$(python) -m pytest -q -n 2 tests/py

build: setup
	$(call install,all)

bench:
	./scripts/setup bench
	cmake --preset bench -DACCOUNTGRAPH_PYTHON_ENV=$(CURDIR)/.venv
	cmake --build --preset bench
	for program in build/bench/benchmarks/bench_*; do $$program || exit 1; done

lint: setup
	ruff check .
	ruff format --check .
	clang-format --dry-run -Werror $(cpp)

format: setup
	ruff check --fix-only .
	ruff format .
	clang-format -i $(cpp)

cpp = $$(git ls-files -co --exclude-standard -- '*.cpp' '*.hpp')

setup:
	./scripts/setup
