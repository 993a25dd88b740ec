"""Options that would mislead are refused in one sentence, and runs that look odd say so."""

import accountgraph as ag
import duckdb
import numpy as np
import pandas
import pyarrow as pa
import pytest
from accountgraph.cli import run

ROWS = 60
GOOD = pa.table(
    {
        "account": [f"a{i}" for i in range(ROWS)],
        "ip": [f"10.0.0.{i // 2}" for i in range(ROWS)],
        "device": [f"d{i // 2}" for i in range(ROWS)],
        "prompt": [f"write a poem about {'x' * (i % 7)}" for i in range(ROWS)],
    }
)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"kinds": {"cookie": "device"}}, None),  # mapped by the caller, so not found by name too
        ({"kinds": {"cookie": "ip", "ip": "ip"}}, "column 'ip' is used twice: for kind cookie and for kind ip"),
        ({"kinds": {"cookie": "account"}}, "column 'account' is used twice: for account and for kind cookie"),
        ({"account": "ip", "time": "ip"}, "column 'ip' is used twice: for account and for time"),
        ({"kinds": {"ip_address": "ip"}}, "kind 'ip_address' is known as 'ip': say kinds={'ip': '…'} (--kind ip=…)"),
        ({"kinds": {"device_id": ag.Kind(family="device")}}, "kind 'device_id' is known as 'device'"),
        ({"kinds": {"card": "device"}}, None),
        (
            {"kinds": {"prompt": "prompt", "template": "prompt"}},
            "column 'prompt' is used twice: for kind template and for kind prompt",
        ),
    ],
)
def test_what_a_column_is(options, sentence):
    if sentence is None:
        assert len(ag.detect(GOOD, **options).run["kinds"]) == 3
    else:
        with pytest.raises(ag.InputError) as told:
            ag.detect(GOOD, **options)
        assert sentence in str(told.value)


def test_a_prompt_makes_templates():
    mapped = ag.detect(GOOD.rename_columns(["account", "ip", "device", "said"]), kinds={"prompt": "said"})
    assert mapped.run["fingerprint"] == ag.detect(GOOD).run["fingerprint"]
    assert [(kind["name"], kind["format"]) for kind in mapped.run["kinds"]][-1] == ("template", "ids")
    assert [kind["name"] for kind in ag.detect(GOOD, kinds={"prompt": None}).run["kinds"]] == ["device", "ip"]


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        ({"ip": ag.Kind(soft="yes")}, "`soft` of kind ip must be True or False, got str"),
        ({"ip": ag.Kind(moves=1)}, "`moves` of kind ip must be True or False, got int"),
        ({"ip": ag.Kind(reliability="x")}, "`reliability` of kind ip must be a number"),
        ({"ip": ag.Kind(reliability=True)}, "`reliability` of kind ip must be a number"),
        ({"ip": ag.Kind(family=3)}, "`family` of kind ip must be text"),
        ({"ip": ag.Kind(format=3)}, "`format` of kind ip must be 'text'"),
        ({3: "ip"}, "a kind's name must be text, got int"),
    ],
)
def test_kinds_of_a_wrong_type(kinds, sentence):
    with pytest.raises(TypeError, match=sentence.replace("(", r"\(")):
        ag.detect(GOOD, kinds=kinds)
    ag.detect(GOOD, kinds={"ip": ag.Kind(soft=np.True_, reliability=np.float32(0.5))})


@pytest.mark.parametrize("threads", [0, -1, 1.0, True, 1025, 2**70, "2"])
def test_threads(threads):
    graph = ag.Graph.from_edges([0], [1])
    for call in (
        lambda: ag.detect(GOOD, threads=threads),
        lambda: ag.leiden(graph, threads=threads),
        lambda: ag.connected_components(graph, threads=threads),
        lambda: ag.simulate(accounts=100, operation=0, threads=threads),
    ):
        with pytest.raises(ValueError, match=r"`threads` must be (a whole number )?in \[1, 1024\], got "):
            call()
    assert ag.connected_components(graph, threads=np.int64(2)).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("allow", "sentence"),
    [
        (["ip"], "pairs, got the item 'ip'"),
        ([("ip", "")], "text that is not empty"),
        ([("ip", 3)], "text that is not empty"),
        ([("planet", "x")], "names the kind 'planet'"),
        ({"ip": "x"}, "pairs, got dict"),
        (3, "pairs, got int"),
    ],
)
def test_allow_lists(allow, sentence):
    for options in ({"allow": allow}, {"linkage": {"allow": allow}}):
        with pytest.raises((ValueError, TypeError), match=sentence):
            ag.detect(GOOD, **options)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('ip,"10.0.0.1', "line 1: is no CSV"),
        ("ip,10.0.0.1\nip\n", "line 2: must be kind,value"),
        ("ip,\n", "line 1: must be kind,value"),
        ("ip," + "x" * 200_000, "line 1: is no CSV"),
        ("planet,x\n", "names the kind 'planet'"),
    ],
)
def test_files_of_allow_lists(text, sentence, tmp_path):
    (tmp_path / "allow.csv").write_text(text)
    with pytest.raises(ag.InputError, match=sentence):
        ag.detect(GOOD, allow=tmp_path / "allow.csv")


def test_an_allow_list_as_excel_writes_it(tmp_path):
    (tmp_path / "allow.csv").write_bytes(b"\xef\xbb\xbfkind,value\r\nip , 10.0.0.1 \r\nip,9.9.9.9\r\nasn,7\r\n")
    found = ag.detect(GOOD, allow=tmp_path / "allow.csv")
    assert found.ledger["identifier"][found.ledger["reason"] == "allowed"].tolist() == ["10.0.0.1"]
    assert "identifiers allowed: 3 listed, 1 found among those shared" in found.run["notes"]


def test_sources_that_fail():
    connection = duckdb.connect()
    relation = connection.sql("select 'a' as account, 'b' as ip")
    connection.close()
    with pytest.raises(ag.InputError, match="the relation cannot be read: "):
        ag.detect(relation)
    with pytest.raises(ag.InputError, match="column ip with type complex128: "):
        ag.detect(pandas.DataFrame({"account": ["a", "b"], "ip": [1 + 2j, 2]}))


@pytest.fixture
def epochs(tmp_path):
    rows = "".join(f"a{i},{1776816000 + i},10.0.0.{i // 2}\n" for i in range(ROWS))
    (tmp_path / "epochs.csv").write_text("account,time,ip\n" + rows)
    return tmp_path / "epochs.csv"


def test_epochs_without_a_unit(epochs, tmp_path, capsys):
    with pytest.raises(ag.InputError, match=r"60 unreadable_time, such as '17768160\d\d'; .*time_unit.*--time-unit"):
        ag.detect(epochs)
    odd = [note for note in ag.detect(epochs, time_unit="ms").run["notes"] if "before 1990" in note]
    assert len(odd) == 1 and "1970-01-21" in odd[0]
    assert run(["detect", str(epochs), "--out", str(tmp_path / "run"), "--time-unit", "s"]) == 0
    told = capsys.readouterr().out
    assert "window of time: 2026-04-22 to 2026-04-22" in told and "before 1990" not in told


@pytest.mark.parametrize("until", ["2026-04-22", np.datetime64("2026-04-22")])
def test_until_a_day_means_all_of_it(epochs, until):
    time = ag.detect(epochs, time_unit="s", since="2026-04-22", until=until).run["time"]
    assert time["until"] == "2026-04-22T23:59:59.999999Z"


def test_explanations_of_what_is_not_there(result):
    account, cluster = result.accounts["account_id"][0], result.clusters["cluster_id"][0]
    for names, sentence in (
        ((account, account), f"'{account}' is given twice: name two accounts, or one"),
        ((account, cluster), f"'{cluster}' is a cluster: name two accounts, or the cluster alone"),
        ((cluster, account), f"'{cluster}' is a cluster: name two accounts, or the cluster alone"),
        ((account, "nobody"), "no account or cluster 'nobody' in this run"),
        (("nobody", account), "no account or cluster 'nobody' in this run"),
    ):
        with pytest.raises(ag.InputError) as told:
            result.explain(*names)
        assert str(told.value) == sentence
    for names in (("x" * 5000,), (account, "x\x1b" * 5000)):
        with pytest.raises(ag.InputError) as told:
            result.explain(*names)
        assert len(str(told.value)) < 200 and "\x1b" not in str(told.value)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("--kind ip=ip --kind ip=device", "--kind names 'ip' twice"),
        ("--reliability ip=.1 --reliability ip=.2", "--reliability names 'ip' twice"),
        ("--soft ip --hard ip", "--soft or --hard names 'ip' twice"),
        ("--kind template=ip --prompt ip", "used twice: for kind template and for kind prompt"),
        ("--kind src_ip=ip", "(--kind ip="),
    ],
)
def test_options_that_contradict(epochs, options, sentence, tmp_path, capsys):
    command = ["detect", str(epochs), "--out", str(tmp_path / "run"), "--time-unit", "s", *options.split()]
    assert run(command) == 2
    assert sentence in capsys.readouterr().err


def test_accounts_that_are_all_alike():
    alike = {"account": [f"a{i}" for i in range(1000)], "ip": ["10.0.0.1"] * 1000, "device": ["d"] * 1000}
    sentence = "no account is linked: every identifier that accounts share is too common to say anything"
    assert sentence in ag.detect(pa.table(alike)).run["notes"]
    pair = [f"d{max(i, 1)}" for i in range(1000)]  # a0 and a1 share a rare device, too weak to link them
    weak = ag.detect(pa.table({**alike, "device": pair}), margin_bits=20)
    assert weak.run["counts"]["links"] == 0 and sentence not in weak.run["notes"]
