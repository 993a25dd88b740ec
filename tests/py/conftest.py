"""A small world that several files of tests look at."""

import accountgraph as ag
import pytest


@pytest.fixture(scope="session")
def world():
    return ag.simulate("pooled_25k", accounts=1_500, operation=150, seed=3, events_per_account=100)


@pytest.fixture(scope="session")
def result(world):
    return ag.detect(world.events(), seed=7)


@pytest.fixture(scope="session")
def run_folder(result, tmp_path_factory):
    return result.save(tmp_path_factory.mktemp("runs") / "run")
