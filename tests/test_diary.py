"""Every record is accounted for once; several files are one diary; bad files are one error each."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.composition import counted
from nutrigap.diary import Diary, formats, identify, read_diaries, read_diary
from nutrigap.errors import (
    AmbiguousFormatError,
    DiaryReadError,
    NutrigapError,
    UnknownFormatError,
    UnknownNameError,
)

HEADER = "date,food,amount,unit"


def plain(*rows: str, header: str = HEADER) -> Diary:
    return read_diary(io.StringIO("\n".join([header, *rows]) + "\n"))


def outcomes(diary: Diary) -> list[str]:
    return diary.records.sort_values("source_line")["outcome"].tolist()


def write(path: Path, *rows: str, header: str = HEADER) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


# -- accounting -----------------------------------------------------------------------------------


def test_every_row_is_an_entry_a_total_set_aside_or_a_problem() -> None:
    diary = plain(
        "2026-03-02,oats,60,g,,",
        "2026-03-02,,,,2000,30",
        "2026-03-02,,,,,",
        "Total,,,,2000,",
        "not a day,rice,1,cup,,",
        "2026-03-02,,1,cup,,",
        "2026-03-02,rice,-1,cup,,",
        header=HEADER + ",energy_kcal,vitamin_d_ug",
    )
    assert outcomes(diary) == [
        *("entry", "total", "set_aside", "set_aside", "problem", "problem", "entry")
    ]
    assert diary.problems["source_line"].tolist() == [6, 7, 8]
    assert diary.problems["kept"].tolist() == [False, False, True]


def test_equal_rows_of_one_file_all_count() -> None:
    diary = plain(*["2026-03-02,coffee,1,cup"] * 3)
    assert len(diary.entries) == 3
    assert diary.entries["match_id"].tolist() == [1, 1, 1]


def test_match_ids_part_foods_with_other_amounts_codes_or_energy() -> None:
    diary = plain(
        "2026-03-02,rice,1,cup,,",
        "2026-03-03,rice,1,cup,,",
        "2026-03-03,rice,2,cup,,",
        "2026-03-03,rice,1,cup,200,",
        "2026-03-03,rice,1,cup,,Acme",
        header=HEADER + ",kcal,brand",
    )
    assert diary.entries["match_id"].tolist() == [1, 1, 2, 3, 4]


def test_a_blank_cell_is_no_statement_and_a_zero_is_one() -> None:
    diary = plain(
        "2026-03-02,milk,1,cup,0", "2026-03-02,oats,1,cup,", header=HEADER + ",vitamin_b12_ug"
    )
    assert diary.reported[["entry_id", "nutrient", "amount", "unit"]].to_numpy().tolist() == [
        [1, "vitamin_b12", 0.0, "µg"]
    ]


def test_a_day_that_lies_ahead_is_a_problem() -> None:
    today = date.today()
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    diary = plain(f"{today},oats,1,cup", f"{tomorrow},oats,1,cup", f"{yesterday},oats,1,cup")
    assert outcomes(diary) == ["entry", "problem", "entry"]
    assert "future" in diary.problems["problem"].item()


def test_columns_without_a_unit_are_read_and_noted() -> None:
    diary = plain("2026-03-02,milk,1,cup,300,124", header=HEADER + ",Calcium,Vitamin D")
    assert diary.reported["nutrient"].tolist() == ["calcium"]
    assert any("'Calcium' in mg" in note for note in diary.notes)
    assert "IU or µg" in diary.problems["problem"].item()


def test_nutrients_are_known_by_name_symbol_and_unit() -> None:
    header = HEADER + ",Ca (mg),K mg,Mg [g],vit_d_iu,B12 mcg,Fe (mg),kJ"
    diary = plain("2026-03-02,milk,1,cup,300,400,0.03,100,1.1,0.1,418.4", header=header)
    stated = diary.reported.set_index("nutrient")["amount"]
    assert stated.to_dict() == {
        "vitamin_d": 2.5,
        "calcium": 300,
        "potassium": 400,
        "magnesium": 30,
        "vitamin_b12": 1.1,
    }
    assert diary.entries["energy_kcal"].item() == pytest.approx(100)


def test_an_unreadable_row_never_loses_the_food() -> None:
    diary = plain("2026-03-02,stew,#VALUE!,", "2026-03-02,soup,02-Jan,")
    assert diary.entries["food"].tolist() == ["stew", "soup"]
    assert diary.entries["quantity"].isna().all()
    assert diary.problems["kept"].all()


def test_medicine_is_told_from_food_and_counts_for_nothing() -> None:
    diary = plain("2026-03-02,ibuprofen 400 mg,1,tablet", "2026-03-02,,,", "2026-03-03,oats,1,cup")
    assert diary.entries["kind"].tolist() == ["medicine", "food"]


@pytest.mark.parametrize(
    "header",
    ["date,food,grams", "Datum;Speise;Menge (g)", "Fecha\tComida\tGramos", "day|what|weight_g",
     "date,item,amount_g", "DATE,Food Name,Qty (g)", "Datum;Lebensmittel;Menge in Gramm"],
)  # fmt: skip
def test_grams_may_be_called_many_things(header: str) -> None:
    separator = next(mark for mark in ",;\t|" if mark in header)
    row = separator.join(["2026-03-02", "oats", "60"])
    diary = plain(row, header=header)
    assert diary.entries[["food", "grams"]].to_numpy().tolist() == [["oats", 60.0]]


def test_rows_without_food_are_totals_unless_they_say_how_much() -> None:
    diary = plain(
        "2026-03-02,,,,,2000", "2026-03-03,lunch,,,,800", "2026-03-04,,,1,cup,300",
        header="date,meal,food,amount,unit,kcal",
    )  # fmt: skip
    assert diary.entries["kind"].tolist() == ["day_total", "meal_total", "food"]


# -- several files --------------------------------------------------------------------------------


def test_what_a_second_export_repeats_is_a_duplicate(tmp_path: Path) -> None:
    coffee = "2026-03-02,coffee,1,cup"
    first = write(tmp_path / "a.csv", coffee, coffee, "2026-03-02,oats,60,g")
    second = write(tmp_path / "b.csv", coffee, coffee, coffee, "2026-03-03,rice,1,cup")
    diary = read_diary([first, second])
    assert Counter(diary.entries["food"]) == {"coffee": 3, "oats": 1, "rice": 1}
    assert Counter(diary.records["outcome"]) == {"entry": 5, "duplicate": 2}
    repeated = diary.records[diary.records["outcome"] == "duplicate"]
    assert repeated["entry_id"].tolist() == [1, 2]
    assert repeated["reason"].tolist() == ["also in a.csv, line 2", "also in a.csv, line 3"]


def test_the_order_of_files_changes_no_count(tmp_path: Path) -> None:
    rows = ["2026-03-02,coffee,1,cup"] * 3
    files = [write(tmp_path / f"{n}.csv", *rows[:n]) for n in (1, 3, 2)]
    for paths in (files, files[::-1]):
        assert len(read_diary(paths).entries) == 3


def test_different_persons_never_share_a_meal(tmp_path: Path) -> None:
    row = "2026-03-02,coffee,1,cup"
    paths = [write(tmp_path / "ann.csv", row), write(tmp_path / "bob.csv", row)]
    assert len(read_diary(paths).entries) == 1
    reading = read_diaries(paths, person_from_file=True)
    assert reading.diary.entries["person"].tolist() == ["ann", "bob"]
    assert set(read_diary(paths[0], person="cid").entries["person"]) == {"cid"}


def test_a_repetition_that_knows_more_completes_the_entry(tmp_path: Path) -> None:
    bare = write(tmp_path / "a.csv", "2026-03-02,milk,1,cup")
    rich = write(
        tmp_path / "b.csv", "2026-03-02,milk,1,cup,150,300", header=HEADER + ",kcal,calcium_mg"
    )
    for paths in ([bare, rich], [rich, bare]):
        diary = read_diary(paths)
        assert diary.entries["energy_kcal"].tolist() == [150]
        assert diary.reported["amount"].tolist() == [300]


def test_equal_names_with_other_energy_are_other_food(tmp_path: Path) -> None:
    header = HEADER + ",kcal"
    paths = [
        write(tmp_path / "a.csv", "2026-03-02,snack,,,200", header=header),
        write(tmp_path / "b.csv", "2026-03-02,snack,,,350", header=header),
    ]
    assert len(read_diary(paths).entries) == 2


def test_a_layout_without_times_and_meals_repeats_one_with_them(tmp_path: Path) -> None:
    coffee = ["2026-03-02,7:00 AM,Breakfast,coffee,1 cup", "2026-03-02,3:00 PM,Snacks,coffee,1 cup"]
    timed = write(tmp_path / "a.csv", *coffee, header="date,time,meal,food,amount")
    bare = write(tmp_path / "b.csv", *["2026-03-02,coffee,1 cup"] * 3, header="date,food,amount")
    for paths in ([timed, bare], [bare, timed]):
        assert len(read_diary(paths).entries) == 3
    late = write(
        tmp_path / "c.csv", "2026-03-02,9:00 PM,,coffee,1 cup", header="date,time,meal,food,amount"
    )
    assert len(read_diary([timed, late]).entries) == 3


def test_a_day_has_one_total_however_many_files_state_it(tmp_path: Path) -> None:
    header = "date,energy_kcal,calcium_mg"
    paths = [
        write(tmp_path / "a.csv", "2026-03-02,2000,800", header=header),
        write(tmp_path / "b.csv", "2026-03-02,2200,900", "2026-03-03,1900,700", header=header),
    ]
    diary = read_diary(paths)
    assert diary.entries["energy_kcal"].tolist() == [2000, 1900]
    assert "another total" in diary.problems["problem"].item()


def test_declared_totals_count_only_where_no_items_are(tmp_path: Path) -> None:
    items = write(tmp_path / "a.csv", "2026-03-02,oats,60,g")
    totals = write(
        tmp_path / "b.csv", "2026-03-02,2000", "2026-03-03,1900", header="date,energy_kcal"
    )
    diary = read_diary([items, totals])
    assert counted(diary.entries)[["day", "kind"]].to_numpy().tolist() == [
        ["2026-03-02", "food"],
        ["2026-03-03", "day_total"],
    ]


def test_files_of_one_name_are_told_apart_by_their_folder(tmp_path: Path) -> None:
    paths = [
        write(tmp_path / "jan" / "diary.csv", "2026-01-02,oats,60,g"),
        write(tmp_path / "feb" / "diary.csv", "2026-02-02,oats,60,g"),
    ]
    diary = read_diary(paths)
    assert diary.entries["source_file"].tolist() == ["jan/diary.csv", "feb/diary.csv"]
    assert len(read_diary([paths[0], paths[0]]).entries) == 1


def test_bad_files_are_reported_and_the_others_read(tmp_path: Path) -> None:
    good = write(tmp_path / "good.csv", "2026-03-02,oats,60,g")
    bad = write(tmp_path / "bad.csv", "1", header="nothing")
    empty = tmp_path / "empty.csv"
    empty.touch()
    reading = read_diaries([bad, good, empty, tmp_path / "absent.csv"])
    assert len(reading.diary.entries) == 1
    assert [type(e) for e in reading.errors] == [UnknownFormatError, DiaryReadError, DiaryReadError]
    with pytest.raises(UnknownFormatError):
        read_diary([good, bad])


def test_nothing_at_all_is_an_empty_diary() -> None:
    diary = read_diaries([]).diary
    assert diary.entries.empty
    assert diary.records.empty


# -- which format ---------------------------------------------------------------------------------


def test_a_file_is_recognised_by_its_content_alone(tmp_path: Path) -> None:
    header = "Day,Time,Group,Food Name,Amount,Category"
    assert identify(write(tmp_path / "dailysummary (1).txt", header=header)) == "cronometer"


def test_an_unknown_file_shows_its_header_and_the_way_out(tmp_path: Path) -> None:
    path = write(tmp_path / "bank.csv", "2026-03-02,12.50", header="date,balance")
    with pytest.raises(UnknownFormatError, match=r"bank\.csv.*'date,balance'.*plain.*date, food"):
        identify(path)


def test_two_claims_are_an_error_that_names_both(monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict(formats())
    twice = {**known, "copy": known["cronometer"]}
    monkeypatch.setattr("nutrigap.diary.registry.known_formats", lambda: twice)
    with pytest.raises(AmbiguousFormatError, match="copy and like cronometer"):
        identify(io.StringIO("Day,Food Name,Amount\n"))


def test_an_app_goes_before_the_plain_table() -> None:
    assert identify(io.StringIO("Day,Food Name,Amount,Energy (kcal)\n")) == "cronometer"
    assert formats()["plain"].last_resort


def test_a_format_that_does_not_fit_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "2026-03-02,oats,60,g")
    with pytest.raises(DiaryReadError, match="not one of Cronometer"):
        read_diary(path, format="cronometer")
    with pytest.raises(UnknownNameError, match="Did you mean 'cronometer'"):
        read_diary(path, format="chronometer")
    with pytest.raises(UnknownNameError, match="day-first"):
        read_diary(path, dates="dayfirst")


def test_dates_are_asked_for_and_taken_from_the_user() -> None:
    text = HEADER + "\n3/4/2026,oats,60,g\n5/6/2026,oats,60,g\n"
    with pytest.raises(DiaryReadError, match="--dates day-first"):
        read_diary(io.StringIO(text))
    days = read_diary(io.StringIO(text), dates="day-first").entries["day"].tolist()
    assert days == ["2026-04-03", "2026-06-05"]
    days = read_diary(io.StringIO(text), dates="month-first").entries["day"].tolist()
    assert days == ["2026-03-04", "2026-05-06"]


# -- whatever comes in ----------------------------------------------------------------------------

pieces = st.sampled_from(
    [
        *("date", "food", "amount", "unit", "Day", "Food Name", "Amount", "Energy (kcal)", "grams"),
        *("Date", "Completed", "UserName", "RecallNo", "FoodCode", "FoodAmt", "SEQN", "DR1IFDCD"),
        *("2026-03-02", "3/4/2026", "13/2/2026", "46083", "TOTAL", "oats", "1,5", "1.250,0", "-3"),
        *(",", ";", "\t", "\n", "\r\n", '"', "=", "sep=", "\x00", "\ufeff", "½", "µ", "1/2", "é"),
    ]
)
texts = st.lists(st.one_of(pieces, st.text(max_size=3)), max_size=40).map("".join)


any_bytes = st.one_of(st.binary(max_size=200), texts.map(lambda t: t.encode("utf-8", "replace")))


@given(any_bytes, st.sampled_from([None, *formats()]))
def test_any_bytes_are_a_diary_or_an_error_for_people(data: bytes, name: str | None) -> None:
    reading = read_diaries([io.BytesIO(data)], format=name)
    assert reading.diary.records["source_line"].is_unique
    assert all(str(error) for error in reading.errors)


@given(
    st.lists(st.lists(pieces.filter(lambda p: len(p) > 1), max_size=6), max_size=8),
    st.sampled_from([HEADER, HEADER + ",energy_kcal,calcium_mg", "day,food_code,grams,person"]),
)
def test_every_row_below_a_good_header_has_one_outcome(rows: list[list[str]], header: str) -> None:
    lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
    text = "\n".join([header, *lines]) + "\n"
    try:
        diary = read_diary(io.StringIO(text), format="plain", dates="month-first")
    except NutrigapError:
        return
    assert len(diary.records) == sum(bool(line) for line in lines)
    kept = diary.records["outcome"].isin(["entry", "total"]).sum()
    assert kept == len(diary.entries)
    assert diary.problems["source_line"].isin(diary.records["source_line"]).all()


@pytest.mark.parametrize(
    ("rows", "days", "filled"),
    [
        (["2026-03-02,oats,60 g", ",milk,2", "2026-03-03,egg,1", ",tea,1"], [2, 2, 3, 3], True),
        (["2026-03-02,,", ",oats,1", ",milk,1", "Total,,", "2026-03-03,,", ",egg,1"],
         [2, 2, 3], True),
        (["2026-03-02,oats,60 g", "2026-03-03,egg,1", ",tea,1"], [2, 3], False),
        (["2026-03-02,oats,60 g", "2026-03-02,egg,1", ",tea,1", ",tea,1"], [2, 2], False),
        ([",oats,60 g", "2026-03-02,egg,1", ",tea,1"], [2], False),
    ],
)  # fmt: skip
def test_a_day_written_once_is_that_of_the_rows_below(
    rows: list[str], days: list[int], filled: bool
) -> None:
    diary = plain(*rows, header="date,food,amount")
    assert diary.entries["day"].tolist() == [f"2026-03-0{day}" for day in days]
    assert len(diary.records) == len(rows)
    assert filled == any("written only once" in note for note in diary.notes)
