"""Large text tables are read by the block as csv would read them."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.fdc import cells
from nutrigap.fdc.cells import ListedCells, quoted_cells

TEXT = st.text(st.sampled_from('ab",\n\r é'), max_size=8)
ROWS = st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=12)


def read(data: bytes, places: tuple[int, ...], width: int = 3) -> list[tuple[str, ...]]:
    found = []
    for block in quoted_cells(io.BytesIO(data), width, places):
        every = np.arange(len(block))
        columns = [block.texts(column, every) for column in range(len(places))]
        found += zip(*columns, strict=True)
    return found


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
@given(rows=ROWS)
def test_whatever_cells_hold_they_are_read_as_csv_reads_them(
    size: int, rows: list[tuple[str, str, str]]
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    before, cells._BLOCK = cells._BLOCK, size
    try:
        found = read(out.getvalue().encode(), (2, 0))
    finally:
        cells._BLOCK = before
    assert sorted(found) == sorted((row[2], row[0]) for row in rows)


def test_rows_of_another_shape_come_too() -> None:
    data = b'"1","a","b"\n2,"c, d",e\n\n"3"\n"4","f","g","h"\n"5","i","j"'
    assert sorted(read(data, (0, 2))) == [
        ("1", "b"), ("2", "e"), ("3", ""), ("4", "g"), ("5", "j"),
    ]  # fmt: skip


@pytest.mark.parametrize("at", [0, 1, 700, 1999])
@pytest.mark.parametrize("size", [256, 4096, 1 << 20])
def test_a_quote_that_is_not_doubled_costs_no_other_row(
    at: int, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(f"{n}", f"food {n}", "a\nb") for n in range(2000)]
    rows[at] = (f"{at}", '6" pizza', "stray")
    lines = [",".join(f'"{cell}"' for cell in row) + "\n" for row in rows]
    monkeypatch.setattr(cells, "_BLOCK", size)
    found = read("".join(lines).encode(), (0, 1))
    expected = [row[:2] for row in csv.reader(io.StringIO("".join(lines), newline=""))]
    assert sorted(found) == sorted(map(tuple, expected))
    assert len(found) == 2000


def test_what_is_cut_in_the_middle_of_a_row_is_read_as_far_as_it_goes() -> None:
    assert read(b'"1","a","b"\n"2","cut', (0, 1)) == [("1", "a"), ("2", "cut\n")]


def test_a_column_past_the_end_is_empty() -> None:
    assert read(b'"1","a","b"\n', (0, 3)) == [("1", "")]


DAYS = {"2023-08-16": 20230816, "8/16/2023": 20230816, "2018-04": 20180400, "": 0, "soon": 0,
        "2023-0a-16": 0}  # fmt: skip
NUMBERS = {"171": 171.0, "70038000563.0": 70038000563.0, "": None, "x": None, "0012": 12.0}


def test_days_and_numbers_are_the_same_in_both_shapes() -> None:
    for texts, how in ((DAYS, "days"), (NUMBERS, "numbers")):
        data = "".join(f'"{text}","b"\n' for text in texts).encode()
        (block,) = quoted_cells(io.BytesIO(data), 2, (0,))
        listed = ListedCells([[text] for text in texts])
        expected = np.array([np.nan if v is None else v for v in texts.values()], dtype=float)
        for table in (block, listed):
            np.testing.assert_array_equal(getattr(table, how)(0).astype(float), expected)
