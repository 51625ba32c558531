"""What a fetch replaces, what it leaves, and what it says of foods it cannot carry over."""

import io
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nutrigap.cli import app, main
from nutrigap.errors import (
    DamagedStoreError,
    FetchOptionError,
    FoodSourceError,
    FoodStoreError,
    NutrigapError,
)
from nutrigap.fdc import FoodStore, open_store, packaged_store, read_release, write_store
from nutrigap.fdc.fetch import fetch_store, fetched_store
from nutrigap.fdc.lock import alone
from nutrigap.fdc.stored import stored_releases

TABLES = {
    "branded": ("branded_food", "branded_food", "gtin_upc"),
    "survey": ("survey_fndds_food", "survey_fndds_food", "food_code"),
    "foundation": ("foundation_food", "foundation_food", "NDB_number"),
    "sr_legacy": ("sr_legacy_food", "sr_legacy_food", "NDB_number"),
}
SURVEY = {"survey": [2705385, 2705386]}
FULL = {"branded": [2400001, 2400002], "foundation": [321358], "survey": [2705385]}
NEWER = {"branded": [2400002, 2400003], "foundation": [321360], "survey": [2705385]}


def zipped(folder: Path, name: str, foods: dict[str, list[int]]) -> Path:
    """A release of foods whose codes and bar codes are their fdc_ids."""
    ids = [fdc_id for found in foods.values() for fdc_id in found]
    tables = {
        "food": ["fdc_id,data_type,description"]
        + [f"{i},{TABLES[kind][0]},FOOD {i}" for kind, found in foods.items() for i in found],
        "food_nutrient": ["fdc_id,nutrient_id,amount", *(f"{i},1008,50" for i in ids)],
    }
    for kind, found in foods.items():
        _, table, code = TABLES[kind]
        tables[table] = [f"fdc_id,{code}", *(f"{i},{i}" for i in found)]
    path = folder / f"FoodData_Central_{name}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for table, lines in tables.items():
            archive.writestr(f"{table}.csv", "\n".join(lines) + "\n")
    return path


def in_use() -> dict[str, str]:
    """Releases of the foods in use, with how many foods each gives."""
    return {row["release"]: row["foods"] for row in FoodStore(fetched_store()).releases()}


def held(data_type: str) -> list[int]:
    query = "SELECT fdc_id FROM stored_food WHERE data_type = ? ORDER BY 1"
    return [fdc_id for (fdc_id,) in FoodStore(fetched_store()).read(query, data_type)]


def test_a_full_release_can_be_fetched_again_and_again(tmp_path: Path) -> None:
    path = zipped(tmp_path, "csv_2025-12-18", FULL)
    packaged = {r["release"]: r["foods"] for r in FoodStore(packaged_store()).releases()}
    for _ in range(4):
        fetch_store(["full"], source=path)
        sr = next(name for name in packaged if name.startswith("sr_legacy"))
        assert in_use() == {"full_2025-12-18": "4", sr: packaged[sr]}


def test_a_full_release_takes_the_place_of_another(tmp_path: Path) -> None:
    fetch_store(["full"], source=zipped(tmp_path, "csv_2023-10-26", FULL))
    fetch_store(["full"], source=zipped(tmp_path, "csv_2025-12-18", NEWER))
    assert held("branded") == [2400002, 2400003]
    assert held("foundation") == [321360]
    brands = FoodStore(fetched_store()).read("SELECT count(*) FROM brand").fetchone()
    assert brands == (0,)
    # The older one is what the user names now, so it is what is used.
    fetch_store(["full"], source=tmp_path / "FoodData_Central_csv_2023-10-26.zip")
    assert held("branded") == [2400001, 2400002]


def test_an_empty_table_takes_nobodys_place(tmp_path: Path) -> None:
    fetch_store(["full"], source=zipped(tmp_path, "csv_2023-10-26", FULL))
    fetch_store(["full"], source=zipped(tmp_path, "csv_2025-12-18", {**NEWER, "survey": []}))
    assert (held("survey"), held("foundation")) == ([2705385], [321360])


def test_the_data_set_named_takes_the_place_of_that_of_a_full_release(tmp_path: Path) -> None:
    fetch_store(["full"], source=zipped(tmp_path, "csv_2025-12-18", FULL))
    branded = {"branded": [2400002, 2400009]}
    fetch_store(["branded"], source=zipped(tmp_path, "branded_food_csv_2026-04-30", branded))
    assert held("branded") == [2400002, 2400009]
    assert held("foundation") == [321358]
    fetch_store(["survey"], source=zipped(tmp_path, "survey_food_csv_2024-10-31", SURVEY))
    assert held("survey") == [2705385, 2705386]
    found = in_use()
    assert found["survey_2024-10-31"] == "2"
    assert found["full_2025-12-18"] == "1"


def test_names_of_releases_never_collide(tmp_path: Path) -> None:
    once = zipped(tmp_path, "csv_2025-12-18", {"survey": [1]})
    stores = [once]
    releases = [read_release(once)]
    for number in range(2, 6):
        (tmp_path / f"{number}").mkdir()
        again = zipped(tmp_path / f"{number}", "csv_2025-12-18", {"survey": [number]})
        stores.append(again)
        releases.append(read_release(again))
    mixed = write_store(releases, tmp_path / "a.sqlite")
    names = {row["release"]: row["foods"] for row in FoodStore(mixed).releases()}
    assert len(names) == 5
    (new := tmp_path / "new").mkdir()
    fresh = read_release(zipped(new, "csv_2025-12-18", {"survey": [1, 9]}))
    store = FoodStore(write_store([*stored_releases(mixed), fresh], tmp_path / "b.sqlite"))
    found = {row["release"]: row["foods"] for row in store.releases()}
    # The one just read comes first; the one that it leaves nothing of is not listed.
    assert found["full_2025-12-18"] == "2"
    assert sorted(found.values()) == ["1", "1", "1", "1", "2"]


def test_only_what_was_named_is_taken(tmp_path: Path) -> None:
    survey = zipped(tmp_path, "survey_food_csv_2024-10-31", SURVEY)
    for datasets, released in (
        (["branded"], None),
        (["full"], None),
        (["survey", "branded"], None),
        (["survey"], "2022-10-28"),
    ):
        with pytest.raises(FoodSourceError, match=r"a release of .*survey --from"):
            fetch_store(datasets, released=released, source=survey)
    assert not fetched_store().exists()
    for datasets in ([], ["all"]):
        fetch_store(datasets, source=survey)
        assert held("survey") == [2705385, 2705386]


def test_the_zip_of_the_date_named_is_taken(tmp_path: Path) -> None:
    zipped(tmp_path, "survey_food_csv_2022-10-28", {"survey": [7]})
    zipped(tmp_path, "survey_food_csv_2024-10-31", SURVEY)
    zipped(tmp_path, "sr_legacy_food_csv_2018-04", {"sr_legacy": [8]})
    fetch_store(["survey", "sr_legacy"], released="2022-10-28", source=tmp_path)
    assert (held("survey"), held("sr_legacy")) == ([7], [8])
    fetch_store(["survey"], source=tmp_path)
    assert held("survey") == [2705385, 2705386]
    with pytest.raises(FoodSourceError, match="no zip of survey of 2020-10-30 among"):
        fetch_store(["survey"], released="2020-10-30", source=tmp_path)


def test_of_a_full_download_only_what_was_named_is_taken(tmp_path: Path) -> None:
    full = zipped(tmp_path, "FoodData_Central_csv_2025-12-18.zip", FULL)
    store = FoodStore(fetch_store(["branded"], source=full))
    taken = store.read("SELECT fdc_id FROM food WHERE release = 'full_2025-12-18' ORDER BY 1")
    assert [row[0] for row in taken] == FULL["branded"]
    assert store.composition([321358])["calcium"].notna().all()  # the packaged one stays
    with pytest.raises(FoodSourceError, match="Expected sr_legacy, as you named it"):
        fetch_store(["sr_legacy"], source=full)


@pytest.mark.parametrize("text", ["2025/04/24", "../x", "", "today", "2025-02-30", "2025"])
def test_what_is_no_date_is_refused_before_anything_is_asked(text: str, tmp_path: Path) -> None:
    for source in (None, tmp_path):
        with pytest.raises(FetchOptionError, match="not a date"):
            fetch_store(["survey"], released=text, source=source)
    assert not fetched_store().parent.exists()


def older_version() -> None:
    with closing(sqlite3.connect(fetched_store())) as connection:
        connection.execute("PRAGMA user_version = 1")


def damage() -> None:
    """Pages of the foods are spoilt, the header and the list of releases are whole."""
    with closing(sqlite3.connect(fetched_store())) as connection:
        page, root = (
            connection.execute(query).fetchone()[0]
            for query in (
                "PRAGMA page_size",
                "SELECT rootpage FROM sqlite_master WHERE name = 'composition'",
            )
        )
    with fetched_store().open("r+b") as file:
        file.seek((root - 1) * page)
        file.write(b"\xff" * page)


@pytest.mark.parametrize("spoil", [older_version, damage])
def test_foods_that_cannot_be_carried_over_are_named(tmp_path: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    fetch_store(["full"], source=zipped(tmp_path, "csv_2025-12-18", FULL))
    spoil()
    told: list[str] = []
    survey = zipped(tmp_path, "survey_food_csv_2024-10-31", SURVEY)
    fetch_store(["survey"], source=survey, tell=told.append)
    (said,) = told
    assert "Lost: full_2025-12-18 (4 foods). Get" in said
    assert "'nutrigap foods fetch full" in said
    assert held("branded") == []
    assert held("survey") == [2705385, 2705386]
    assert len(held("foundation")) > 100  # the packaged ones
    fetch_store(["survey"], source=survey, tell=told.append)
    assert len(told) == 1


def test_damage_is_one_message_wherever_it_is_met(tmp_path: Path) -> None:
    fetch_store(["full"], source=zipped(tmp_path, "csv_2025-12-18", FULL))
    damage()
    store = open_store()
    for rows in (store.eaten, lambda: store.connection.execute("SELECT * FROM composition")):
        with pytest.raises(DamagedStoreError, match="Make it again with 'nutrigap foods fetch'"):
            list(rows())


def test_two_runs_do_not_undo_each_other(tmp_path: Path) -> None:
    survey = zipped(tmp_path, "survey_food_csv_2024-10-31", SURVEY)
    lock = fetched_store().with_name(".foods.sqlite.lock")
    with alone(lock) as ours:
        assert ours
        with pytest.raises(FoodStoreError, match=r"another .* Wait until"):
            fetch_store(["survey"], source=survey)
    fetch_store(["survey"], source=survey)


def test_a_run_that_was_killed_locks_nobody_out(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom nutrigap.fdc.lock import alone\n"
        "with alone(Path(sys.argv[1])) as ours:\n    print(ours, flush=True)\n    time.sleep(60)"
    )
    words = [sys.executable, "-c", code, str(lock)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "True\n"
        with alone(lock) as ours:
            assert not ours
        running.kill()
    with alone(lock) as ours:
        assert ours


def test_a_home_that_cannot_be_written_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NUTRIGAP_HOME", str(tmp_path / "file"))
    survey = zipped(tmp_path, "survey_food_csv_2024-10-31", SURVEY)
    with pytest.raises(FoodStoreError, match=r"cannot be written .*NUTRIGAP_HOME"):
        fetch_store(["survey"], source=survey)
    with pytest.raises(FoodStoreError, match=r"cannot be written .*Name another"):
        write_store([read_release(survey)], tmp_path / "file" / "f.sqlite")


def test_a_full_disk_is_known_before_the_store_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = zipped(tmp_path, "survey_food_csv_2024-10-31", SURVEY)
    usage = type("Usage", (), {"free": 40_000_000})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    with pytest.raises(FoodStoreError, match=r"needs about 58 MB, 40 MB are free.*Make room"):
        fetch_store(["survey"], source=survey)


def test_foods_named_by_the_environment_stay_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = zipped(tmp_path, "survey_food_csv_2024-10-31", SURVEY)
    named = write_store([read_release(survey)], tmp_path / "named.sqlite")
    monkeypatch.setenv("NUTRIGAP_STORE", str(named))
    result = CliRunner().invoke(app, ["foods", "fetch", "--from", str(survey)])
    assert result.exit_code == 0, result.output
    assert f"NUTRIGAP_STORE names other foods, which stay in use: {named}" in result.stderr
    assert "from now on" not in result.stderr
    for spoilt in ("absent.sqlite", "text"):
        (tmp_path / "text").write_text("no store" * 99)
        monkeypatch.setenv("NUTRIGAP_STORE", str(tmp_path / spoilt))
        with pytest.raises(NutrigapError, match="unset") as caught:
            open_store()
        assert "--store" not in str(caught.value)


@pytest.mark.parametrize("address", ["127.0.0.1", "http://", "not a url", "file:///", "h:1/ok"])
def test_a_mirror_that_is_no_address_is_one_message(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NUTRIGAP_FDC_MIRROR", address)
    assert main(["foods", "fetch", "survey"]) == 1
    assert capsys.readouterr().err.startswith(f"nutrigap: NUTRIGAP_FDC_MIRROR '{address}': not a")
    assert not os.path.exists(fetched_store().parent)


def test_a_bar_is_one_line_of_80_characters() -> None:
    from rich.console import Console
    from rich.progress import Progress

    from nutrigap.cli.progress import _Bars, _columns

    text = io.StringIO()
    console = Console(file=text, width=80, force_terminal=True, color_system=None)
    shown = Progress(*_columns(), console=console)
    bar = _Bars(shown.add_task, shown.update)
    for dataset in ("foundation_food_", "branded_food_", ""):
        bar(f"FoodData_Central_{dataset}csv_2025-12-18.zip", 123_456_789, 1_234_567_890)
    bar("a folder with a name of the user's own that is as long as it can be", 5, None)
    console.print(shown.get_renderable())
    lines = text.getvalue().splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("foundation_food_csv_2025-12-18.zip ")
    assert "123.5/1,234.6 MB" in lines[0] or "0.1/1.2 GB" in lines[0]


def test_stopping_while_modules_load_is_quiet() -> None:
    code = (
        "import sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
        "from nutrigap.__main__ import run\n"
        "sys.exit(run())"
    )
    words = [sys.executable, "-c", code, "foods", "fetch"]
    stopped = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (stopped.returncode, stopped.stderr) == (1, "Aborted!\n")
