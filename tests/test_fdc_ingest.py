"""Releases are read as USDA publishes them, quirks and all."""

import csv
import io
import math
import shutil
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.errors import FoodSourceError
from nutrigap.fdc import FdcRelease, read_release
from nutrigap.fdc.portions import parse_measures
from nutrigap.fdc.rows import Food, Portion, Products
from nutrigap.fdc.scan import scan
from nutrigap.fdc.source import FdcSource
from nutrigap.fdc.values import nutrient_columns, nutrient_ids
from nutrigap.nutrients import nutrients

FOLDER = Path(__file__).parent / "fdc"
FULL = FOLDER / "FoodData_Central_csv_2026-01-15"
SURVEY = FOLDER / "survey_by_number"
KEEP = "food.csv", "food_nutrient.csv", "survey_fndds_food.csv"
ARCHIVES = {
    "foundation": "foundation_2025-04-24",
    "survey": "survey_2024-10-31",
    "sr_legacy": "sr_legacy_2018-04",
    "branded": "branded_2023-10-26_sample",
}
FIVE = ("vitamin_d", "magnesium", "calcium", "potassium", "vitamin_b12")


def listed(release: FdcRelease) -> list[tuple[Food, list[Portion]]]:
    return [row for part in release.foods(Counter()) if isinstance(part, list) for row in part]


def products(release: FdcRelease) -> dict[int, dict[str, object]]:
    """What labels say, by food."""
    parts = [part for part in release.foods(Counter()) if isinstance(part, Products)]
    rows = (row for part in parts for row in zip(*part, strict=True))
    return {row[0]: dict(zip(Products._fields, row, strict=True)) for row in rows}


def ids(release: FdcRelease) -> set[int]:
    return {food.fdc_id for food, _ in listed(release)} | products(release).keys()


def log(release: FdcRelease) -> Counter[str]:
    """What is left out of the foods."""
    found: Counter[str] = Counter()
    list(release.foods(found))
    return found


def foods(release: FdcRelease) -> dict[int, Food]:
    return {food.fdc_id: food for food, _ in listed(release)}


def portions(release: FdcRelease) -> dict[int, list[Portion]]:
    return {food.fdc_id: rows for food, rows in listed(release)}


def amounts(release: FdcRelease) -> dict[int, dict[int, float]]:
    """Known amounts by food and FDC nutrient id."""
    rows = release.values(sorted(ids(release)), Counter())
    return {
        fdc_id: {n: v for n, v in zip(nutrient_ids(), values, strict=True) if not math.isnan(v)}
        for fdc_id, values in rows
    }


def zipped(folder: Path, archive: Path, *, inside: str = "") -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for table in sorted(folder.iterdir()):
            file.write(table, f"{inside}{table.name}")
    return archive


def changed(folder: Path, to: Path, **tables: str) -> Path:
    """A copy of a release's folder with some tables replaced."""
    shutil.copytree(folder, to)
    for name, text in tables.items():
        (to / f"{name}.csv").write_text(text, encoding="utf-8")
    return to


@pytest.fixture(scope="module")
def full() -> FdcRelease:
    return read_release(FULL)


def test_only_current_foods_are_read(full: FdcRelease) -> None:
    # 319874 is superseded, 319875 and 319876 are samples, 2400001 has a newer version.
    assert ids(full) == {
        2705385, 2340760, 2705383, 2705500, 167512, 168700, 321358, 321829, 2400002, 2400003,
        2400004, 2400005,
    }  # fmt: skip


def test_a_food_is_named_coded_and_grouped(full: FdcRelease) -> None:
    found = foods(full)
    assert found[2705385] == Food(2705385, "survey", "11111000", "Milk, whole", "Milk, whole")
    assert found[168700].food_code == "1019"  # NDB 01019
    assert found[168700].category == "Dairy and Egg Products"
    assert found[321829].description == "Ketchup, restaurant"  # a line break inside quotes
    labels = products(full)
    assert labels[2400003] == {
        "fdc_id": 2400003, "description": "CRISPBREAD", "category": "Crackers", "brand": "Crisp",
        "gtin": 7312345678904, "serving": 20, "serving_unit": "g", "household": "2 SLICES",
    }  # fmt: skip
    assert set(list(labels[2400005].values())[2:]) == {None}  # not in branded_food.csv


def test_the_newest_version_of_a_bar_code_counts_whatever_its_zeros(full: FdcRelease) -> None:
    assert products(full)[2400002]["gtin"] == 70038000563
    assert log(full)["older versions of branded foods left out"] == 1


def test_the_newest_survey_food_comes_first(full: FdcRelease) -> None:
    order = list(foods(full))
    assert order.index(2705385) < order.index(2340760)


def test_amounts_are_read_by_id_and_never_added(full: FdcRelease) -> None:
    found = amounts(full)
    # 1050 (number 205.2) must not pass for 1005 (number 205).
    assert found[2705385] == {
        1008: 61, 1087: 123, 1090: 12, 1092: 150, 1114: 1.1, 1178: 0.54, 1005: 4.63,
    }  # fmt: skip
    assert found[168700] == {1008: 264, 1087: 493, 1110: 16, 1114: 0.4, 1178: 1.69}
    assert found[321358] == {2047: 243, 2048: 229, 1090: 71.1, 1087: 41}
    assert found[2705383] == {}


def test_zero_stays_zero_and_a_footnote_may_hold_a_line_break(full: FdcRelease) -> None:
    assert amounts(full)[2705500] == {1008: 264, 1114: 0, 1087: 89}


def test_amounts_that_cannot_be_are_unknown_and_counted(full: FdcRelease) -> None:
    log: Counter[str] = Counter()
    assert len(list(full.values(sorted(ids(full)), log))) == 12
    assert amounts(full)[2400003] == {1114: 5, 1092: 250}  # 101 g protein
    assert amounts(full)[2400005] == {}  # 26,000 kcal: its potassium cannot be right either
    assert amounts(full)[2400004] == {1008: 598, 1090: 168}  # 598 kcal, then 299
    assert log == {
        "empty amounts left unknown": 1,
        "unreadable amounts left unknown": 1,
        "negative amounts left unknown": 1,
        "impossible amounts left unknown": 2,
        "foods with an impossible energy left unknown altogether": 1,
        "repeated amounts left out, the first was taken": 2,
    }


def test_survey_portions_are_text_with_a_default(full: FdcRelease) -> None:
    milk = portions(full)[2705385]
    assert [(p.seq, p.measure, p.grams, p.role) for p in milk] == [
        (1, "cup", 244, "portion"),
        (2, "fl oz (no ice)", 30.5, "portion"),
        (3, "quantity not specified", 244, "default"),
        (4, "guideline amount per cup of hot cereal", 61, "guideline"),
    ]
    assert portions(full)[2705383] == []  # its only portion weighs 0 g
    bagel = {p.measure: p.grams for p in portions(full)[2705500]}
    assert bagel == {"bagel": 98, "5 oz package": 142, "chip": 2.5}


def test_sr_portions_are_divided_by_their_amount(full: FdcRelease) -> None:
    found = portions(full)
    assert [(p.measure, p.grams) for p in found[167512]] == [
        ("serving 1 roll with icing", 44),
        ("roll", 44),
    ]
    # An amount of 0 and a missing weight say nothing.
    assert [(p.measure, p.grams, p.label) for p in found[168700]] == [
        ("cup, crumbled", 150, "0.25 cup, crumbled")
    ]


def test_foundation_portions_are_a_unit_and_a_qualifier(full: FdcRelease) -> None:
    found = {p.measure: p.grams for p in portions(full)[321358]}
    assert found == {"tablespoon": 16.95, "cup, sifted": 246, "cup, shredded": 105}


def test_branded_servings_and_what_households_call_them(full: FdcRelease) -> None:
    found = products(full)
    said = {i: (p["serving"], p["serving_unit"], p["household"]) for i, p in found.items()}
    assert said[2400002] == (240, "ml", "1 cup")
    assert said[2400004] == (None, None, None)  # 400 IU is no mass
    assert log(full)["branded foods without a serving size in g or ml"] == 1


def test_other_names_come_from_attributes_of_two_types(full: FdcRelease) -> None:
    assert list(full.synonyms()) == [
        (2705385, "whole milk"),
        (2705385, "vitamin D milk; lactose free"),
        (168700, "Greek cheese"),
        (319874, "houmous"),  # of a superseded food, which no store takes
    ]


def test_the_release_is_named_by_its_file_folder_or_newest_date(tmp_path: Path) -> None:
    assert read_release(FULL).name == "full_2026-01-15"
    assert read_release(SURVEY).name == "survey_2024-10-31"
    archive = zipped(SURVEY, tmp_path / "FoodData_Central_survey_food_csv_2022-10-28.zip")
    assert (read_release(archive).name, read_release(archive).dataset) == (
        "survey_2022-10-28",
        "survey",
    )
    inner = "FoodData_Central_foundation_food_csv_2025-04-24/"
    assert read_release(zipped(SURVEY, tmp_path / "x.zip", inside=inner)).name == (
        "foundation_2025-04-24"
    )


def test_three_tables_of_a_survey_release_are_enough() -> None:
    release = read_release(SURVEY)
    assert {f.fdc_id: f.food_code for f in foods(release).values()} == {
        2705385: "11111000",
        2705500: "51180010",
    }
    # Numbers mean ids; 205.2, 304.2 and 3040 are other nutrients.
    assert amounts(release) == {
        2705385: {1008: 61, 1087: 123, 1114: 1.1, 1005: 4.63},
        2705500: {1090: 22},
    }


@pytest.mark.parametrize("inside", ["", "foundation apr 2023/", "a/b/"])
def test_a_zip_yields_what_its_folder_does(tmp_path: Path, inside: str) -> None:
    release = read_release(zipped(FULL, tmp_path / "release.zip", inside=inside))
    folder = read_release(FULL)
    assert foods(release) == foods(folder)
    assert products(release) == products(folder)
    assert portions(release) == portions(folder)
    assert amounts(release) == amounts(folder)


def test_columns_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    text = 'footnote,amount,nutrient_id,fdc_id\n"a, ""b""\nc",123,301,2705385\n,"1,5",304,2705385\n'
    folder = changed(SURVEY, tmp_path / "moved", food_nutrient=text)
    assert amounts(read_release(folder))[2705385] == {1087: 123}


def test_empty_lines_and_short_rows_are_no_trouble(tmp_path: Path) -> None:
    text = '"fdc_id","food_code"\n\n"2705385","11111000"\n"7"\n\n'
    folder = changed(SURVEY, tmp_path / "gaps", survey_fndds_food=text)
    assert foods(read_release(folder)).keys() == {2705385}


def test_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    tables = {
        path.stem: path.read_text(encoding="utf-8-sig").replace("\n", "\r\n")
        for path in FULL.iterdir()
    }
    folder = changed(FULL, tmp_path / "windows")
    for name, text in tables.items():
        (folder / f"{name}.csv").write_bytes(text.encode())
    assert foods(read_release(folder)) == foods(read_release(FULL))
    assert amounts(read_release(folder)) == amounts(read_release(FULL))


def test_the_note_of_a_rebuilt_archive_is_carried(tmp_path: Path) -> None:
    folder = changed(FULL, tmp_path / "FoodData_Central_sr_legacy_food_csv_2018-04")
    (folder / "REBUILT_NOTE.txt").write_text("food_nutrient.csv holds values of\nUSDA SR28.\n")
    assert read_release(folder).note == (
        "SR Legacy foods with SR28 (May 2016) values; not SR Legacy values. "
        "food_nutrient.csv holds values of USDA SR28."
    )
    archive = zipped(SURVEY, tmp_path / "FoodData_Central_survey_food_csv_2024-10-31_REBUILT.zip")
    assert (
        read_release(archive).note == "By its name a rebuilt copy or a sample, not USDA's own file."
    )
    assert read_release(FULL).note == ""


def test_the_checksum_is_of_the_zip_or_of_the_tables(tmp_path: Path) -> None:
    archive = zipped(SURVEY, tmp_path / "a.zip")
    assert len(read_release(archive).sha256) == 64
    copy = changed(SURVEY, tmp_path / "copy")
    (copy / "readme.txt").write_text("not a table")
    assert read_release(copy).sha256 == read_release(SURVEY).sha256
    (copy / "food.csv").write_text((copy / "food.csv").read_text() + "\n")
    assert read_release(copy).sha256 != read_release(SURVEY).sha256


def refused(source: Path) -> str:
    with pytest.raises(FoodSourceError) as caught:
        ids(read_release(source))
    message = str(caught.value)
    assert message.startswith(f"{source}: ")
    assert "Expected" in message
    return message


def test_what_is_not_a_release_is_refused_in_one_sentence(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "absent.zip")
    text = tmp_path / "text.zip"
    text.write_text("<html>404</html>")
    assert "not a zip file" in refused(text)
    whole = zipped(FULL, tmp_path / "whole.zip").read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: len(whole) // 2])
    assert "only the beginning of one" in refused(cut)
    other = tmp_path / "json.zip"
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("foundationDownload.json", "{}")
    assert "no food.csv" in refused(other)
    assert "no food.csv" in refused(tmp_path)


@pytest.mark.parametrize("table", ["food_nutrient", "survey_fndds_food"])
def test_a_table_that_is_needed_is_named(tmp_path: Path, table: str) -> None:
    folder = changed(SURVEY, tmp_path / "release")
    (folder / f"{table}.csv").unlink()
    assert f"no {table}.csv here" in refused(folder)


def test_a_column_that_is_needed_is_named(tmp_path: Path) -> None:
    folder = changed(SURVEY, tmp_path / "a", food="fdc_id,description\n1,Milk\n")
    assert "Expected a column data_type in food.csv" in refused(folder)
    folder = changed(SURVEY, tmp_path / "b", food_nutrient="id,fdc_id,amount\n1,2705385,1\n")
    release = read_release(folder)
    with pytest.raises(FoodSourceError, match=r"a column nutrient_id in food_nutrient\.csv"):
        list(release.values([2705385], Counter()))


def test_folders_of_two_releases_are_not_mixed(tmp_path: Path) -> None:
    shutil.copytree(SURVEY, tmp_path / "one")
    shutil.copytree(FULL, tmp_path / "two")
    assert "several releases here: one, two" in refused(tmp_path)


def test_a_damaged_member_is_refused_when_it_is_read(tmp_path: Path) -> None:
    archive = zipped(SURVEY, tmp_path / "a.zip")
    whole = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as file:
        start = file.getinfo("food_nutrient.csv").header_offset + 30 + len("food_nutrient.csv")
    whole[start + 4 : start + 24] = bytes(20)
    archive.write_bytes(whole)
    release = read_release(archive)
    with pytest.raises(FoodSourceError, match=r"food_nutrient\.csv cannot be read"):
        list(release.values([2705385], Counter()))


def test_every_optional_table_may_be_absent(tmp_path: Path) -> None:
    folder = changed(FULL, tmp_path / "least")
    for path in folder.iterdir():
        if path.name not in KEEP:
            path.unlink()
    release = read_release(folder)
    listed = {f.fdc_id for f in foods(release).values() if f.data_type == "survey"}
    assert listed == {2705385, 2340760, 2705383, 2705500}
    assert log(release)["foods that foundation_food.csv does not list left out"] == 3


numbers = st.one_of(
    st.integers(0, 10**18).map(str),
    st.decimals(0, 10**6, places=4).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["", "-1", "1e3", ".5", "5.", ".", "n/a", "1.2.3", "nan", "inf", "٣"]),
)
keys = st.sampled_from(["208", "301", "301.0", "1008", "205.2", "30", "3011", ""])


@given(st.lists(st.tuples(st.integers(1, 10**7), keys, numbers)), st.sampled_from(['"', ""]))
def test_scanning_bytes_reads_what_csv_reads(rows: list[tuple[int, str, str]], quote: str) -> None:
    text = "".join(
        ",".join(f"{quote}{cell}{quote}" for cell in (7, *row)) + ',"a, ""b""\nc"\n' for row in rows
    )
    wanted = {"208": 0, "301": 1, "301.0": 1, "1008": 2}
    expected = [
        (float(cells[1]), wanted[cells[2]], plain_float(cells[3]))
        for cells in csv.reader(io.StringIO(text))
        if cells[2] in wanted
    ]
    found = [
        row
        for block in scan(io.BytesIO(text.encode()), (1, 2, 3), wanted)
        for row in zip(block.ids.tolist(), block.columns.tolist(), block.amounts, strict=True)
    ]
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    assert all(
        a == b or (math.isnan(a) and math.isnan(b))
        for (*_, a), (*_, b) in zip(found, expected, strict=True)
    )


def plain_float(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), min_size=1), st.booleans())
def test_rows_are_what_csv_reads(rows: list[tuple[str, str, str]], quoted: bool) -> None:
    # A lone surrogate is no UTF-8, a NUL no CSV of Python 3.11.
    clean = [[c.encode("utf-8", "replace").decode().replace("\0", "") for c in r] for r in rows]
    out = io.StringIO(newline="")
    style = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(out, quoting=style, lineterminator="\n").writerows([("a", "b", "c"), *clean])
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "food.csv").write_bytes(out.getvalue().encode())
        with FdcSource(Path(folder)) as source:
            found = list(source.rows("food", "c", "a", "d?"))
    expected = [r for r in csv.reader(io.StringIO(out.getvalue(), newline="")) if r][1:]
    padded = [[*r, "", ""] for r in expected]
    assert found == [(r[2], r[0], "") for r in padded]


@pytest.mark.parametrize(
    ("text", "number", "measure"),
    [
        ("1 cup, chopped", 1, "cup, chopped"),
        ("1 fl oz", 1, "fl oz"),
        ("2 Tbsp", 2, "tablespoon"),
        ("1 1/2 Cup", 1.5, "cup"),
        ("1-3 ring thin pretzel", 1, "3 ring thin pretzel"),
        ("10 sticks", 10, "stick"),
        ("5 oz package", 1, "5 oz package"),
        ('1" wedge', 1, '1" wedge'),
        ("1 cup slices", 1, "cup, slices"),
        ("Quantity not specified", 1, "quantity not specified"),
        ("1/4 cup, raw (equivalent to 1 large egg) yields", 0.25,
         "cup, raw (equivalent to 1 large egg) yields"),
        ("", 1, ""),
    ],
)  # fmt: skip
def test_measures_are_counted_and_named(text: str, number: float, measure: str) -> None:
    assert parse_measures(text) == (number, measure)


def archive(shared: Path, data_type: str) -> Path:
    return next((shared / "fdc" / ARCHIVES[data_type]).glob("*.zip"))


@pytest.fixture(scope="module")
def known(shared: Path) -> dict[str, dict[int, dict[str, float]]]:
    """Known amounts of the real releases by data type, food and nutrient of nutrients.csv."""
    found = {}
    for data_type in ("foundation", "survey", "sr_legacy"):
        release = read_release(archive(shared, data_type))
        assert release.dataset == data_type
        found[data_type] = {
            fdc_id: {
                n.key: next(values[i] for i in n.fdc_ids if i in values)
                for n in nutrients().values()
                if any(i in values for i in n.fdc_ids)
            }
            for fdc_id, values in amounts(release).items()
        }
    return found


@pytest.mark.shared
@pytest.mark.parametrize(
    ("data_type", "foods_", "unknown", "zero", "complete"),
    [
        # fdc/README.md of the reference files, "Missing is not zero"; vitamin D is that of its
        # microgram row, which knows the same foods.
        ("foundation", 340, (288, 12, 12, 12, 289), (19, 2, 6, 1, 3), 22),
        ("sr_legacy", 7793, (2628, 395, 124, 303, 696), (3043, 213, 225, 139, 2769), 5129),
        ("survey", 5432, (1, 1, 1, 1, 1), (3000, 109, 117, 42, 2031), 5431),
    ],
)
def test_what_real_releases_do_not_know(
    known: dict[str, dict[int, dict[str, float]]],
    data_type: str,
    foods_: int,
    unknown: tuple[int, ...],
    zero: tuple[int, ...],
    complete: int,
) -> None:
    rows = known[data_type].values()
    assert len(rows) == foods_
    assert tuple(sum(key not in row for row in rows) for key in FIVE) == unknown
    assert tuple(sum(row.get(key) == 0 for row in rows) for key in FIVE) == zero
    assert sum(all(key in row for key in FIVE) for row in rows) == complete


@pytest.mark.shared
def test_energy_of_foundation_foods_has_three_ids(
    known: dict[str, dict[int, dict[str, float]]],
) -> None:
    assert sum("energy" in row for row in known["foundation"].values()) == 300


@pytest.mark.shared
def test_nutrient_ids_numbers_and_units_are_those_of_usda(shared: Path) -> None:
    with FdcSource(archive(shared, "survey")) as source:
        listed = {int(i): (float(n), u) for i, n, u in source.rows(
            "nutrient", "id", "nutrient_nbr", "unit_name") if n}  # fmt: skip
    spelt = {"KCAL": "kcal", "G": "g", "MG": "mg", "UG": "µg", "IU": "IU"}
    for nutrient in nutrients().values():
        given_ids = zip(nutrient.fdc_ids, nutrient.fdc_numbers, nutrient.fdc_units, strict=True)
        for fdc_id, nbr, unit in given_ids:
            assert listed[fdc_id][0] == float(nbr)
            assert spelt[listed[fdc_id][1]] == unit
    numbers_ = {number for number, _ in listed.values()}
    assert min(listed) > max(numbers_)
    assert len(nutrient_columns()) == 4 * len(nutrient_ids())


@pytest.mark.shared
def test_a_sample_with_floats_for_integers_is_read(shared: Path) -> None:
    release = read_release(archive(shared, "branded"))
    assert release.name == "branded_2023-10-26"
    assert release.note.startswith("SAMPLE, not a release")
    found = products(release)
    assert found
    assert not foods(release)
    # 4,827 branded foods have nutrients; few of them are among the products described.
    values = amounts(release)
    assert len(values) == len(found) <= 4827
    assert not any({1110, 1114} <= row.keys() for row in values.values())
    assert log(release)["foods that sr_legacy_food.csv does not list left out"] == 26


@pytest.mark.shared
@pytest.mark.parametrize(
    "folder", ["foundation_2023-04-20", "foundation_2023-04-20_republished_2023-06"]
)
def test_both_publications_of_one_release_are_read(shared: Path, folder: str) -> None:
    release = read_release(next((shared / "fdc" / folder).glob("*.zip")))
    assert release.name == "foundation_2023-04-20"
    assert len(foods(release)) == 236


@pytest.mark.shared
def test_portions_of_the_survey_release(shared: Path) -> None:
    release = read_release(archive(shared, "survey"))
    roles = Counter(p.role for rows in portions(release).values() for p in rows)
    # 22,046 rows, of which one default weighs 0 g; two defaults depend on the meal.
    assert roles == {"portion": 16404, "default": 5325 + 2, "guideline": 314}
    assert sum(1 for _ in release.synonyms()) == 9647
