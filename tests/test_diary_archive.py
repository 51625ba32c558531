"""Folders and archives: the diary in them is found; what attacks look like is refused."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from nutrigap.cli import main
from nutrigap.composition import counted
from nutrigap.diary import archive, identify, read_diaries, read_diary
from nutrigap.diary.archive import open_place
from nutrigap.diary.source import Source
from nutrigap.errors import DiaryReadError, UnknownFormatError

SAMPLES = Path(__file__).parent / "diary"
PLAIN = "date,food,amount\n2026-03-02,oats,60 g\n2026-03-02,milk,200 ml\n"
TOTALS = "date,calcium_mg\n2026-03-02,400\n2026-03-03,900\n"


def packed(path: Path, **files: str | bytes) -> Path:
    """A zip archive; ``__`` in a name stands for a slash, ``_`` before the ending for the point."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            inner, _, ending = name.replace("__", "/").rpartition("_")
            made.writestr(f"{inner}.{ending}", content)
    return path


def error_of(path: Path | io.BytesIO) -> str:
    """The one message about a place that gives nothing."""
    reading = read_diaries([path])
    assert reading.diary.records.empty
    (error,) = reading.errors
    assert isinstance(error, DiaryReadError)
    return str(error)


# -- what is found ---------------------------------------------------------------------------------


def test_the_diary_in_an_archive_is_read_and_the_rest_is_named(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "export.zip", out__diary_csv=PLAIN, out__weights_csv="date,kg\n", readme_txt="hi"
    )
    diary = read_diary(path)
    assert diary.entries["food"].tolist() == ["oats", "milk"]
    assert set(diary.entries["source_file"]) == {"export.zip/out/diary.csv"}
    assert diary.notes[-1].startswith("export.zip: no diary, and left out: out/weights.csv, readme")
    assert identify(path) == "plain"


def test_totals_in_an_archive_never_count_beside_items(tmp_path: Path) -> None:
    path = packed(tmp_path / "export.zip", items_csv=PLAIN, sums_csv=TOTALS)
    diary = read_diary(path)
    assert diary.entries["kind"].tolist() == ["food", "food", "day_total", "day_total"]
    assert counted(diary.entries)["day"].tolist() == ["2026-03-02", "2026-03-02", "2026-03-03"]


def test_a_folder_is_read_like_the_archive_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "diary.csv").write_text(PLAIN, encoding="utf-8")
    (folder / ".hidden.csv").write_text(PLAIN, encoding="utf-8")
    (folder / "linked.csv").symlink_to(folder / "inner" / "diary.csv")
    diary = read_diary(folder)
    assert set(diary.entries["source_file"]) == {"export/inner/diary.csv"}
    assert len(diary.entries) == 2


def test_siblings_are_found_in_archives_and_folders(tmp_path: Path) -> None:
    samples = SAMPLES / "samsung_health"
    names = ("food_intake.csv", "food_info.csv")
    path = tmp_path / "samsung.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name in names:
            made.write(samples / name, f"samsunghealth/com.samsung.health.{name}")
    alone = read_diary(samples / "food_intake.csv")
    inside = read_diary(path)
    assert inside.entries["food"].tolist() == alone.entries["food"].tolist()
    assert inside.reported["amount"].tolist() == alone.reported["amount"].tolist()


def test_a_sibling_in_another_folder_of_the_archive_is_none(tmp_path: Path) -> None:
    path = packed(tmp_path / "two.zip", a__one_csv=PLAIN, b__two_csv=PLAIN)
    inside = open_place(Source(path))
    assert inside is not None
    first = inside[0].source
    assert first.beside("two.csv") is None
    assert first.beside("one.csv") is not None
    assert [source.name for source in first.like("*.csv")] == ["two.zip/a/one.csv"]


def test_a_name_with_signs_of_a_pattern_is_taken_literally(tmp_path: Path) -> None:
    path = packed(tmp_path / "odd.zip", **{"a[1]_csv": PLAIN, "a1_csv": PLAIN})
    inside = open_place(Source(path))
    assert inside is not None
    found = inside[0].source.beside("a[1].csv")
    assert found is not None
    assert found.name == "odd.zip/a[1].csv"


@pytest.mark.parametrize("names", [["anna.csv", "ben.csv"], ["anna/x.csv", "ben/x.csv"]])
def test_below_a_folder_the_first_name_says_whose_a_file_is(
    tmp_path: Path, names: list[str]
) -> None:
    for name in names:
        path = tmp_path / "clients" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PLAIN, encoding="utf-8")
    diary = read_diaries([tmp_path / "clients"], person_from_file=True).diary
    assert diary.entries["person"].tolist() == ["anna", "anna", "ben", "ben"]


def test_an_archive_is_one_persons_and_may_lie_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "clients"
    folder.mkdir()
    packed(folder / "cleo.zip", export__servings_csv=PLAIN)
    for place in (folder, folder / "cleo.zip"):
        diary = read_diaries([place], person_from_file=True).diary
        assert set(diary.entries["person"]) == {"cleo"}


def test_a_broken_file_among_good_ones_is_one_error(tmp_path: Path) -> None:
    path = packed(tmp_path / "export.zip", good_csv=PLAIN, open_csv="date,food\n3/4/2026,oats\n")
    reading = read_diaries([path])
    assert len(reading.diary.entries) == 2
    (error,) = reading.errors
    assert "export.zip/open.csv" in str(error)
    assert "--dates" in str(error)


def test_a_place_without_a_diary_says_what_is_in_it(tmp_path: Path) -> None:
    files = {f"photo{n}_txt": "x" for n in range(9)}
    message = error_of(packed(tmp_path / "photos.zip", **files))
    assert "photos.zip: no diary is in it; it holds photo0.txt" in message
    assert "and 3 more" in message
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "it holds nothing" in error_of(empty)


def test_only_the_format_asked_for_is_read(tmp_path: Path) -> None:
    servings = (SAMPLES / "cronometer" / "servings-2026.csv").read_text(encoding="utf-8")
    path = packed(tmp_path / "mixed.zip", plain_csv=PLAIN, servings_csv=servings)
    assert identify(path) == "plain and cronometer"
    diary = read_diary(path, format="plain")
    assert set(diary.entries["format"]) == {"plain"}


def test_a_table_beside_an_apps_diary_needs_amounts_to_be_one(tmp_path: Path) -> None:
    servings = (SAMPLES / "cronometer" / "servings-2026.csv").read_text(encoding="utf-8")
    fasts = "Day,Name,Start,Stop\n2026-03-02,16:8,20:00,12:00\n"
    path = packed(tmp_path / "export.zip", servings_csv=servings, fasts_csv=fasts, more_csv=PLAIN)
    diary = read_diary(path)
    assert set(diary.entries["source_file"]) == {"export.zip/servings.csv", "export.zip/more.csv"}
    assert diary.notes[-1] == "export.zip: no diary, and left out: fasts.csv."
    alone = packed(tmp_path / "alone.zip", list_csv="date,food\n2026-03-02,oats\n")
    assert len(read_diary(alone).entries) == 1


def test_a_workbook_is_a_file_and_no_archive(tmp_path: Path) -> None:
    path = packed(tmp_path / "book.xlsx", xl__workbook_xml="<workbook/>")
    assert open_place(Source(path)) is None
    with pytest.raises(UnknownFormatError, match="Excel workbook"):
        identify(path)


def test_a_stream_may_be_an_archive(tmp_path: Path) -> None:
    data = packed(tmp_path / "export.zip", diary_csv=PLAIN).read_bytes()
    assert len(read_diary(io.BytesIO(data)).entries) == 2


def test_identify_names_every_diary_of_a_place(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = packed(tmp_path / "export.zip", one_csv=PLAIN, two_csv=TOTALS)
    assert main(["identify", str(path)]) == 0
    out = capfd.readouterr().out
    assert out.splitlines() == [f"{path}/one.csv: plain", f"{path}/two.csv: plain"]


# -- what is refused -------------------------------------------------------------------------------


def with_names(path: Path, *names: str, mode: int = 0) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("diary.csv", PLAIN)
        for name in names:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            made.writestr(info, PLAIN)
    return path


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("../../evil.csv", "a path that leads out of it"),
        ("a/../../evil.csv", "a path that leads out of it"),
        ("..\\evil.csv", "a path that leads out of it"),
        ("/etc/evil.csv", "an absolute path"),
        ("C:\\evil.csv", "an absolute path"),
        ("\\\\server\\evil.csv", "an absolute path"),
    ],
)
def test_paths_that_lead_elsewhere_are_refused(tmp_path: Path, name: str, found: str) -> None:
    message = error_of(with_names(tmp_path / "slip.zip", name))
    assert message.startswith(f"slip.zip: the archive holds {found}")
    assert "It was not opened" in message


def test_links_are_refused(tmp_path: Path) -> None:
    path = with_names(tmp_path / "link.zip", "passwords.csv", mode=stat.S_IFLNK | 0o777)
    assert "holds a link ('passwords.csv')" in error_of(path)


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    data = bytearray(packed(tmp_path / "secret.zip", diary_csv=PLAIN).read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    data[6] |= 1
    (tmp_path / "secret.zip").write_bytes(data)
    assert "holds an encrypted file ('diary.csv')" in error_of(tmp_path / "secret.zip")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("diary.csv", bytes(archive.SMALLEST_BOMB_BYTES + 1))
    assert path.stat().st_size < 20_000
    assert "would grow without measure" in error_of(path)


def test_an_archive_that_is_too_large_in_all_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "large.zip", diary_csv=PLAIN)
    monkeypatch.setattr(archive, "LARGEST_TOTAL_BYTES", 10)
    assert "GB in all" in error_of(path)
    monkeypatch.setattr(archive, "MOST_FILES", 0)
    assert "1 files" in error_of(path)


def test_a_member_that_is_too_large_to_hold_is_left_out_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "large.zip", diary_csv=PLAIN)
    monkeypatch.setattr(archive, "LARGEST_TEXT_BYTES", 10)
    reading = read_diaries([path])
    assert "at most 0 MB inside an archive" in str(reading.errors[0])


def test_members_that_overlap_are_refused(tmp_path: Path) -> None:
    data = bytearray(packed(tmp_path / "one.zip", diary_csv="x" * 4000).read_bytes())
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    record, tail = data[start:end], bytearray(data[end:])
    copies = 200
    tail[8:12] = copies.to_bytes(2, "little") * 2
    tail[12:16] = (len(record) * copies).to_bytes(4, "little")
    (tmp_path / "one.zip").write_bytes(bytes(data[:start]) + bytes(record) * copies + bytes(tail))
    message = error_of(tmp_path / "one.zip")
    assert "files that overlap" in message


def test_a_damaged_archive_is_one_clear_error(tmp_path: Path) -> None:
    data = packed(tmp_path / "cut.zip", diary_csv=PLAIN * 50).read_bytes()
    (tmp_path / "cut.zip").write_bytes(data[: len(data) // 2])
    assert "damaged" in error_of(tmp_path / "cut.zip")
    broken = bytearray(data)
    broken[60:90] = bytes(30)
    (tmp_path / "bad.zip").write_bytes(broken)
    assert "bad.zip" in error_of(tmp_path / "bad.zip")


def test_nothing_is_unpacked_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "export.zip", diary_csv=PLAIN)
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    read_diary(path)
    assert sorted(tmp_path.rglob("*")) == before
