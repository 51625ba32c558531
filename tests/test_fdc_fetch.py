"""Downloads survive what networks do, and a broken one harms nothing."""

import hashlib
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import server
from typer.testing import CliRunner

from nutrigap.cli import app
from nutrigap.errors import FetchError, FoodSourceError, UnknownNameError
from nutrigap.fdc import FoodStore, open_store, packaged_store, read_release, write_store
from nutrigap.fdc.download import download
from nutrigap.fdc.fetch import fetch_store, fetched_store
from nutrigap.fdc.releases import Release, listed, wanted

FOLDER = Path(__file__).parent / "fdc"
SURVEY = FOLDER / "survey_by_number"
FILE = "FoodData_Central_survey_food_csv_2024-10-31.zip"


def packed(folder: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for table in sorted(folder.glob("*.csv")):
            archive.write(table, table.name)
        archive.writestr("padding.bin", random.Random(0).randbytes(500_000))
    return out.getvalue()


BODY = packed(SURVEY)
FILES = {FILE: BODY}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def get(address: str, folder: Path, checksum: str = "", size: int | None = None) -> Path:
    release = Release("survey", "2024-10-31", f"{address}/{FILE}", size, checksum)
    return download(release, folder, wait=lambda _: None)


def fails(folder: Path, *answers: server.Answer, checksum: str = "") -> str:
    with server.serving(FILES, *answers) as (address, _), pytest.raises(FetchError) as caught:
        get(address, folder, checksum)
    message = str(caught.value)
    assert message.startswith(f"{FILE}: ")
    assert f"'nutrigap foods fetch survey --from {FILE}'" in message
    assert not (folder / FILE).exists()
    return message


def test_a_file_is_downloaded_once(tmp_path: Path) -> None:
    with server.serving(FILES) as (address, seen):
        assert get(address, tmp_path).read_bytes() == BODY
        assert get(address, tmp_path).read_bytes() == BODY
    assert len(seen) == 1
    assert [p.name for p in tmp_path.iterdir()] == [FILE]


def test_a_broken_download_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with server.serving(FILES, server.breaks_off, server.whole) as (address, seen):
        assert get(address, tmp_path).read_bytes() == BODY
    start = int(seen[1]["Range"].removeprefix("bytes=").removesuffix("-"))
    assert len(BODY) // 4 < start <= len(BODY) // 3
    assert seen[1]["If-Range"] == server.TAG


def test_it_goes_on_in_another_run(tmp_path: Path) -> None:
    with (
        server.serving(FILES, server.breaks_off, server.status(403)) as (address, _),
        pytest.raises(FetchError),
    ):
        get(address, tmp_path)
    begun = (tmp_path / f".{FILE}.part").stat().st_size
    assert len(BODY) // 4 < begun <= len(BODY) // 3
    with server.serving(FILES) as (address, seen):
        assert get(address, tmp_path).read_bytes() == BODY
    assert seen[0]["Range"] == f"bytes={begun}-"


def test_parts_of_two_files_are_never_mixed(tmp_path: Path) -> None:
    with server.serving(FILES, server.breaks_off, server.other_file) as (address, _):
        assert get(address, tmp_path).read_bytes() == BODY


def test_a_part_that_the_server_no_longer_has_is_begun_anew(tmp_path: Path) -> None:
    answers = server.breaks_off, server.status(416), server.whole
    with server.serving(FILES, *answers) as (address, _):
        assert get(address, tmp_path).read_bytes() == BODY


@pytest.mark.parametrize("code", [500, 503, 429])
def test_a_server_in_trouble_is_asked_again(tmp_path: Path, code: int) -> None:
    with server.serving(FILES, server.status(code), server.whole) as (address, seen):
        get(address, tmp_path)
    assert len(seen) == 2


def test_trouble_that_stays_is_one_message(tmp_path: Path) -> None:
    assert "answered 500, 5 times in a row" in fails(tmp_path, server.status(500))
    assert "refused (403" in fails(tmp_path, server.status(403))
    said = fails(tmp_path, server.status(404))
    assert "no such file (404)" in said
    assert "known for survey: 2020-10-30, 2022-10-28, 2024-10-31" in said


@pytest.mark.parametrize("answer", [server.page, server.page_as_zip])
def test_a_page_to_log_in_is_no_zip(tmp_path: Path, answer: server.Answer) -> None:
    assert "log in" in fails(tmp_path, answer)
    assert (
        not (tmp_path / f".{FILE}.part").exists() or not (tmp_path / f".{FILE}.part").stat().st_size
    )


@pytest.mark.parametrize("answer", [server.page, server.page_as_zip, server.page_as_part])
def test_a_page_to_log_in_harms_no_download_that_has_begun(
    tmp_path: Path, answer: server.Answer
) -> None:
    fails(tmp_path, server.breaks_off, answer)
    begun = (tmp_path / f".{FILE}.part").stat().st_size
    assert begun > len(BODY) // 4
    with server.serving(FILES) as (address, seen):
        assert get(address, tmp_path).read_bytes() == BODY
    assert seen[0]["Range"] == f"bytes={begun}-"


@pytest.mark.parametrize("tag", [server.TAG, ""])
def test_a_server_that_tells_no_length_is_asked_for_the_rest(tmp_path: Path, tag: str) -> None:
    answers = server.without_length(0.5, tag), server.without_length(1, tag)
    with server.serving(FILES, *answers) as (address, seen):
        assert get(address, tmp_path).read_bytes() == BODY
    assert len(seen) == 2
    assert ("Range" in seen[1]) == bool(tag)
    (tmp_path / FILE).unlink()
    assert "ended before the file did, 5 times" in fails(tmp_path, server.without_length(0.5, ""))


@pytest.mark.parametrize("address", ["localhost:1/ok", "file:///tmp", "http://"])
def test_an_address_that_never_works_is_tried_once(tmp_path: Path, address: str) -> None:
    with pytest.raises(FetchError) as caught:
        get(address, tmp_path)
    assert "times in a row" not in str(caught.value)


@pytest.mark.parametrize("proxy", ["garbage://x", "http://"])
def test_a_proxy_that_never_works_is_tried_once(
    tmp_path: Path, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("HTTP_PROXY", proxy)
    monkeypatch.setenv("http_proxy", proxy)
    with pytest.raises(FetchError) as caught:
        get("http://example.invalid", tmp_path)
    assert "times in a row" not in str(caught.value)


def test_a_message_does_not_contradict_itself(tmp_path: Path) -> None:
    said = fails(tmp_path, server.claims_too_little)
    assert "what arrived was deleted" in said
    assert "is kept" not in said
    assert "what has arrived is kept" in fails(tmp_path, server.breaks_off, server.status(403))


def test_a_wrong_length_is_noticed(tmp_path: Path) -> None:
    assert "only the beginning" in fails(tmp_path, server.claims_too_little)
    assert "times in a row" in fails(tmp_path, server.claims_too_much)


def test_wrong_bytes_are_noticed_and_deleted(tmp_path: Path) -> None:
    assert "not a zip" in fails(tmp_path, server.wrong_bytes)
    right = f"sha256:{hashlib.sha256(BODY).hexdigest()}"
    assert "checksum is not" in fails(tmp_path, server.flipped_bits, checksum=right)
    assert list(tmp_path.iterdir()) == []
    git = hashlib.sha1(b"blob %d\0" % len(BODY) + BODY, usedforsecurity=False).hexdigest()
    with server.serving(FILES) as (address, _):
        assert get(address, tmp_path, f"git-blob:{git}").exists()


def test_no_server_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="cannot be reached"):
        get("http://127.0.0.1:9", tmp_path)


def test_a_full_disk_is_known_before_the_download(tmp_path: Path) -> None:
    with server.serving(FILES) as (address, seen), pytest.raises(FetchError, match="MB are free"):
        get(address, tmp_path, size=10**18)
    assert seen == []


def test_the_list_of_releases() -> None:
    assert [r.dataset for r in wanted(["all"])] == ["foundation", "survey", "sr_legacy", "branded"]
    assert wanted(["survey"])[0].released == "2024-10-31"
    assert wanted(["branded"], "2025-04-24")[0].url == (
        "https://fdc.nal.usda.gov/fdc-datasets/FoodData_Central_branded_food_csv_2025-04-24.zip"
    )
    assert wanted(["sr_legacy"], "2025-04-24")[0].released == "2018-04"
    assert [r.released for r in wanted(["all"], "2025-05-01")] == [
        "2025-04-24", "2024-10-31", "2018-04", "2019-12-17",
    ]  # fmt: skip
    assert wanted(["full"], "2025-12-18")[0].file == "FoodData_Central_csv_2025-12-18.zip"
    for dataset in ("milk", ""):
        with pytest.raises(UnknownNameError, match="Known: foundation"):
            wanted([dataset])
    for release in listed("survey"):
        assert release.checksum.partition(":")[0] in ("", "sha256", "git-blob")


@pytest.fixture
def few() -> None:
    """A dozen foods in use, for quick rebuilding."""
    write_store([read_release(FOLDER / "FoodData_Central_csv_2026-01-15")], fetched_store())


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """A server that stands in for USDA's."""
    with server.serving(FILES) as (address, seen):
        monkeypatch.setenv("NUTRIGAP_FDC_MIRROR", f"{address}/mirror/")
        yield seen


def test_fetched_foods_are_in_use_and_the_others_stay(mirror: list[dict[str, str]]) -> None:
    path = fetch_store(["survey"])
    assert open_store().path == path == fetched_store()
    fetched, packaged = FoodStore(path), FoodStore(packaged_store())
    held, shipped = (
        {r["release"]: r["foods"] for r in store.releases()} for store in (fetched, packaged)
    )
    assert held.pop("survey_2024-10-31") == "2"
    assert shipped.pop("survey_2024-10-31") == "5432"
    assert held == shipped
    assert fetched.composition([2705385])["calcium"].tolist() == [123]
    # What stays is the same to the last value.
    ids = [r[0] for r in packaged.read("SELECT fdc_id FROM food WHERE data_type <> 'survey'")]
    for read in ("foods", "composition", "portions"):
        assert getattr(fetched, read)(ids).equals(getattr(packaged, read)(ids)), read


def test_a_broken_run_leaves_the_store_in_use(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fetched_store().read_bytes()
    with server.serving(FILES, server.flipped_bits) as (address, _):
        monkeypatch.setenv("NUTRIGAP_FDC_MIRROR", address)
        with pytest.raises(FetchError, match=r"Bad CRC.*deleted.*fetch survey --from"):
            fetch_store(["survey"])
    home = fetched_store().parent
    assert fetched_store().read_bytes() == before
    # The damaged zip is gone: the next run downloads it again.
    left = sorted(p.name for p in home.rglob("*") if p.is_file())
    assert left == [".foods.sqlite.lock", "foods.sqlite"]


def test_a_zip_downloaded_by_hand_needs_no_network(few: None, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(BODY)
    for source in (tmp_path / FILE, tmp_path, SURVEY):
        held = FoodStore(fetch_store(["survey"], source=source)).releases()
        assert {r["release"] for r in held} == {"full_2026-01-15", "survey_2024-10-31"}
    assert (tmp_path / FILE).exists()
    with pytest.raises(FoodSourceError, match="no zip of branded"):
        fetch_store(["branded"], source=tmp_path)


def test_what_killed_runs_left_behind_is_removed_after_a_day(few: None, tmp_path: Path) -> None:
    old, new = (fetched_store().with_name(f".foods.sqlite.{n}.part") for n in (1, 2))
    for left in (old, new):
        left.write_text("half")
    os.utime(old, (0, 0))
    fetch_store(["survey"], source=SURVEY)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_full_download_without_generic_foods_leaves_those_in_use(
    few: None, tmp_path: Path
) -> None:
    folder = tmp_path / "FoodData_Central_csv_2026-04-30"
    shutil.copytree(FOLDER / "FoodData_Central_csv_2026-01-15", folder)
    for table in ("survey_fndds_food", "sr_legacy_food", "foundation_food"):
        (folder / f"{table}.csv").unlink()
    store = FoodStore(fetch_store(["all"], source=folder))
    found = {r["release"]: r["foods"] for r in store.releases()}
    assert found == {"full_2026-01-15": "7", "full_2026-04-30": "4"}
    assert store.composition([2705385])["calcium"].tolist() == [123]


def test_the_zip_is_kept_if_asked(few: None, mirror: list[dict[str, str]]) -> None:
    folder = fetched_store().parent / "downloads"
    fetch_store(["survey"])
    assert list(folder.iterdir()) == []
    for _ in range(2):
        fetch_store(["survey"], keep=True)
        assert [path.name for path in folder.iterdir()] == [FILE]
    assert len(mirror) == 2


def test_the_command_says_that_it_uses_the_network(few: None, mirror: list[dict[str, str]]) -> None:
    result = CliRunner().invoke(app, ["foods", "fetch", "survey"])
    assert result.exit_code == 0, result.output
    assert "this uses the network" in result.stderr
    assert f"foods from {FILE}" in result.stderr
    assert result.stdout == ""


def test_stopping_a_build_leaves_no_half_file(tmp_path: Path) -> None:
    wide = tmp_path / "release"
    wide.mkdir()
    for table in SURVEY.glob("*.csv"):
        (wide / table.name).write_bytes(table.read_bytes())
    with (wide / "food_nutrient.csv").open("a") as file:
        file.writelines(f"{n},2705385,304.2,5\n" for n in range(6_000_000))
    store = tmp_path / "store" / "f.sqlite"
    store.parent.mkdir()
    store.write_text("what was there")
    words = [sys.executable, "-m", "nutrigap", "foods", "build", str(wide), "--store", str(store)]
    running = subprocess.Popen(words, stderr=subprocess.PIPE, env={**os.environ})
    for _ in range(6000):
        if len(list(store.parent.iterdir())) > 1 or running.poll() is not None:
            break
        time.sleep(0.005)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode not in (0, None)
    assert b"Traceback" not in said
    assert [p.name for p in store.parent.iterdir()] == ["f.sqlite"]
    assert store.read_text() == "what was there"
