"""Published and hand-worked examples, from a plain diary that states its nutrients to a verdict.

Every probability can be checked with a table of the normal distribution: the mean, the requirement,
its standard deviation and that of the days stand in the comments.
"""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from nutrigap.cli import main

Found = dict[tuple[str, str], dict[str, str]]


class Example(NamedTuple):
    """Days of one person, each a mapping of column to amount, and who it is."""

    sex: str
    age: float
    days: Sequence[Mapping[str, float]]
    profile: Mapping[str, object] = {}


def same(days: int, **amounts: float) -> list[dict[str, float]]:
    """The same amounts on so many days."""
    return [amounts] * days


def gaps(
    folder: Path,
    examples: Mapping[str, Example],
    *options: str,
    food: str | None = "everything of the day",
) -> Found:
    """Rows of ``nutrigap gaps --csv`` by person and nutrient."""
    columns = sorted({name for e in examples.values() for day in e.days for name in day})
    traits = sorted({name for e in examples.values() for name in e.profile})
    heads = ["food"] if food else []
    diary = [["person", "date", *heads, *columns]]
    people = [["person", "sex", "age", *traits]]
    for person, example in examples.items():
        people.append([person, example.sex, example.age, *map(example.profile.get, traits)])
        for number, day in enumerate(example.days):
            date = f"2026-{3 + number // 28:02d}-{1 + number % 28:02d}"
            diary.append([person, date, *([food] if food else []), *map(day.get, columns)])
    files = write(folder / "diary.csv", diary), write(folder / "people.csv", people)
    return run(files[0], "--people", str(files[1]), *options)


def write(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)
    return path


def run(diary: Path, *options: str) -> Found:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(["gaps", str(diary), *options, "--csv"])
    assert status == 0, err.getvalue()
    rows = csv.DictReader(io.StringIO(out.getvalue()))
    return {(row["person"], row["nutrient"]): row for row in rows}


WOMAN = ("female", 34)
US = {
    # wording.md and IOM 2000, ch. 3: EAR 265, SD_req 26.5, SD_within 86.
    "short": Example(*WOMAN, same(6, magnesium_mg=196)),
    "book": Example("female", 40, [{"magnesium_mg": x} for x in (300, 320, 340)]),
    "low end": Example(*WOMAN, same(6, magnesium_mg=180)),
    "line": Example(*WOMAN, same(28, magnesium_mg=268)),
    # EAR 800, SD_req (1000 − 800) / 2 = 100, SD_within 325.
    "calcium": Example(*WOMAN, same(6, calcium_mg=1060)),
    "few": Example(*WOMAN, same(2, calcium_mg=640)),
    # AI 2600, SD_within 822.3.
    "reached": Example(*WOMAN, same(6, potassium_mg=3100)),
    "below": Example(*WOMAN, same(7, potassium_mg=2110)),
    "one day of much": Example(*WOMAN, same(1, potassium_mg=2700)),
    # A man of 30 and one of 31: EAR 330 and 350, SD_within 128.2.
    "30": Example("male", 30, same(7, magnesium_mg=400)),
    "31": Example("male", 31, same(7, magnesium_mg=400)),
    # Women over 50 and men over 70: EAR 1000, RDA 1200; SD_within 350.2 and 427.5.
    "older": Example("female", 60, same(7, calcium_mg=900)),
    "man of 75": Example("male", 75, same(14, calcium_mg=900)),
    # Nobody has measured how much days differ in pregnancy or childhood.
    "pregnant": Example("female", 28, same(7, magnesium_mg=250), {"life_stage": "pregnant"}),
    "girl": Example("female", 10, same(7, magnesium_mg=150)),
    # Days of their own, zeros among them.
    "D": Example(*WOMAN, [{"vitamin_d_ug": x} for x in (4, 5, 3, 9, 2, 6, 6)]),
    "D, two days": Example(*WOMAN, same(2, vitamin_d_ug=5)),
    "B12": Example(*WOMAN, same(7, vitamin_b12_ug=1.2)),
    "vegan": Example(*WOMAN, same(7, vitamin_b12_ug=0.1), {"conditions": "vegan"}),
    "injected": Example(*WOMAN, same(7, vitamin_b12_ug=1), {"conditions": "b12_injection"}),
    "much D": Example(*WOMAN, same(7, vitamin_d_ug=130)),
    "much food": Example("male", 34, same(7, magnesium_mg=700)),
    "energy": Example(*WOMAN, same(6, magnesium_mg=196, energy_kcal=1900)),
    "little energy": Example(*WOMAN, same(6, magnesium_mg=196, energy_kcal=900)),
}


@pytest.fixture(scope="module")
def us(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return gaps(tmp_path_factory.mktemp("us"), US)


def outcome(row: Mapping[str, str]) -> tuple[str, str, str]:
    return row["verdict"], row["reason_code"], row["method"]


@pytest.mark.parametrize(
    ("person", "nutrient", "probability", "verdict", "reason", "method"),
    [
        ("short", "magnesium", 0.06, "likely_short", "requirement", "ear"),
        ("book", "magnesium", 0.84, "cannot_tell", "few_days", "ear"),
        ("low end", "magnesium", 0.03, "likely_short", "requirement", "ear"),
        ("line", "magnesium", 0.54, "cannot_tell", "close_to_line", "ear"),
        ("calcium", "calcium", 0.94, "likely_enough", "requirement", "ear"),
        ("few", "calcium", 0.26, "cannot_tell", "few_days", "ear"),
        ("reached", "potassium", 0.93, "likely_enough", "at_ai", "ai"),
        ("below", "potassium", None, "cannot_tell", "below_ai", "ai"),
        ("one day of much", "potassium", 0.55, "cannot_tell", "few_days", "ai"),
        ("30", "magnesium", 0.88, "likely_enough", "requirement", "ear"),
        ("31", "magnesium", 0.80, "cannot_tell", "few_days", "ear"),
        ("older", "calcium", 0.27, "cannot_tell", "close_to_line", "ear"),
        ("man of 75", "calcium", 0.26, "cannot_tell", "close_to_line", "ear"),
        ("pregnant", "magnesium", None, "likely_short", "requirement", "qualitative"),
        ("girl", "magnesium", None, "likely_short", "requirement", "qualitative"),
        ("D", "vitamin_d", 0.07, "likely_short", "food_only_sun", "posterior"),
        ("D, two days", "vitamin_d", None, "cannot_tell", "borrowed", "posterior"),
        ("B12", "vitamin_b12", None, "cannot_tell", None, "posterior"),
        ("vegan", "vitamin_b12", None, "likely_short", "requirement", "qualitative"),
        ("injected", "vitamin_b12", None, "not_judged", "gate", "none"),
        ("energy", "magnesium", 0.06, "likely_short", "requirement", "ear"),
        ("little energy", "magnesium", 0.06, "cannot_tell", "energy_low", "ear"),
    ],
)
def test_us_examples(
    us: Found,
    person: str,
    nutrient: str,
    probability: float | None,
    verdict: str,
    reason: str | None,
    method: str,
) -> None:
    row = us[person, nutrient]
    assert outcome(row) == (verdict, reason or row["reason_code"], method)
    if probability is not None:
        assert float(row["probability_adequate"]) == pytest.approx(probability, abs=0.006)


def test_days_that_would_settle_it_and_days_for_a_stated_precision(us: Found) -> None:
    assert float(us["few", "calcium"]["days_needed"]) == 8
    assert float(us["D, two days", "vitamin_d"]["days_needed"]) == 4
    for person in ("line", "older"):
        row = us[person, "magnesium" if person == "line" else "calcium"]
        assert row["days_needed"] == "inf"
    # (1.96 × 38 / 20)² = 13.9; 1.96 × 38 / √6 = 30.4.
    row = us["short", "magnesium"]
    assert float(row["days_for_precision"]) == 14
    assert float(row["precision_percent"]) == pytest.approx(30.4, abs=0.05)
    # Vitamin D: (1.96 × 115.9 / 20)² = 129, a third of a year.
    assert float(us["D", "vitamin_d"]["days_for_precision"]) == 130


def test_every_probability_comes_with_its_inputs(us: Found) -> None:
    row = us["calcium", "calcium"]
    assert [float(row[name]) for name in ("requirement", "sd_requirement", "sd_within")] == [
        800,
        100,
        325,
    ]
    assert row["sd_requirement_basis"] == "implied"
    assert row["spread_source"].startswith("IOM 2000")
    assert row["spread_confidence"] == "published, read in the book"
    row = us["D", "vitamin_d"]
    assert float(row["own_weight"]) == pytest.approx(0.69, abs=0.005)
    assert float(row["probability_without_diary"]) == pytest.approx(0.05, abs=0.005)
    assert float(row["usual_food_low"]) < float(row["usual_food"]) < float(row["usual_food_high"])


def test_limits_by_scope(us: Found) -> None:
    food = us["much food", "magnesium"]
    assert (food["upper_level"], float(food["upper_amount"])) == ("below", 0)
    assert us["much D", "vitamin_d"]["upper_level"] == "above"
    assert us["B12", "vitamin_b12"]["upper_level"] == "none_set"


EUROPEAN = {
    "calcium": Example(*WOMAN, same(7, calcium_mg=600)),
    "magnesium": Example(*WOMAN, same(7, magnesium_mg=250)),
    "young": Example("male", 20, same(14, calcium_mg=1200)),
    "D": Example(*WOMAN, same(14, vitamin_d_ug=4)),
}


@pytest.mark.parametrize(
    ("authority", "person", "nutrient", "expected"),
    [
        # AR 750, SD_req (950 − 750) / 2 = 100: z = −150 / 158.2.
        ("efsa", "calcium", "calcium", (0.17, "cannot_tell", "few_days", "ear")),
        ("efsa", "magnesium", "magnesium", (None, "cannot_tell", "below_ai", "ai")),
        # AR 860, SD_req 70: z = 340 / 164.4.
        ("efsa", "young", "calcium", (0.98, "likely_enough", "requirement", "ear")),
        ("efsa", "D", "vitamin_d", (None, "cannot_tell", "below_ai", "posterior")),
        ("nnr2023", "magnesium", "magnesium", (None, "cannot_tell", "below_ai", "ai")),
        ("nnr2023", "D", "vitamin_d", (None, "likely_short", "food_only_sun", "posterior")),
        ("dach", "calcium", "calcium", (None, "cannot_tell", "below_ai", "ai")),
        ("fao_who", "magnesium", "magnesium", (0.82, "cannot_tell", "few_days", "ai")),
        # EAR 525, SD_req 87.5: z = 75 / 150.7.
        ("uk", "calcium", "calcium", (0.69, "cannot_tell", "close_to_line", "ear")),
        # EAR 840, SD_req 80: z = −240 / 146.6.
        ("au_nz", "calcium", "calcium", (0.05, "likely_short", "requirement", "ear")),
        ("india", "magnesium", "magnesium", (None, "likely_short", "requirement", "ear")),
        ("japan", "magnesium", "magnesium", (None, "cannot_tell", None, "ear")),
    ],
)
def test_a_change_of_authority_changes_the_method(
    others: Mapping[str, Found],
    authority: str,
    person: str,
    nutrient: str,
    expected: tuple[float | None, str, str | None, str],
) -> None:
    row = others[authority][person, nutrient]
    probability, verdict, reason, method = expected
    assert outcome(row) == (verdict, reason or row["reason_code"], method)
    assert row["authority"] == authority
    if probability is not None:
        assert float(row["probability_adequate"]) == pytest.approx(probability, abs=0.01)
    elif method == "ai":
        assert row["probability_adequate"] == ""


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    names = ("efsa", "uk", "nnr2023", "au_nz", "dach", "fao_who", "japan", "india")
    folder = tmp_path_factory.mktemp("others")
    return {name: gaps(folder, EUROPEAN, "--authority", name) for name in names}


CLINIC = """\
nutrient,kind,label,sex,age_from_years,age_to_years,life_stage,amount,unit,applies_to,edition,source,requirement_cv,requirement_cv_basis
calcium,adequate_intake,AI,any,18,,general,1000,mg,total,1997,IOM 1997,,
potassium,lower_threshold,LRNI,any,18,,general,2000,mg,total,1991,COMA 1991,,
potassium,recommended,RNI,any,18,,general,3500,mg,total,1991,COMA 1991,,
magnesium,lower_threshold,LRNI,any,18,,general,150,mg,total,1991,COMA 1991,,
magnesium,average_requirement,EAR,any,18,,general,200,mg,total,1991,COMA 1991,0.175,stated
magnesium,recommended,RNI,any,18,,general,270,mg,total,1991,COMA 1991,,
vitamin_d,upper_limit,UL,any,18,,general,50,µg,total,1997,IOM 1997,,
"""


def test_a_table_of_one_s_own(tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    path.write_text(CLINIC, encoding="utf-8")
    people = {
        # The book's example of an AI: z = (1200 − 1000) / (325 / √3) = 1.07.
        "book": Example("female", 40, same(3, calcium_mg=1200)),
        "below": Example("female", 40, same(3, calcium_mg=700)),
        "lrni": Example(*WOMAN, same(7, potassium_mg=1900, magnesium_mg=150)),
        "band": Example(*WOMAN, same(7, potassium_mg=2600, magnesium_mg=160)),
        "rni": Example(*WOMAN, same(28, potassium_mg=4000, magnesium_mg=300)),
        "much": Example(*WOMAN, same(3, vitamin_d_ug=60)),
    }
    found = gaps(tmp_path, people, "--authority", str(path))
    row = found["book", "calcium"]
    assert float(row["probability_adequate"]) == pytest.approx(0.86, abs=0.01)
    assert outcome(row) == ("likely_enough", "at_ai", "ai")
    assert outcome(found["below", "calcium"]) == ("cannot_tell", "below_ai", "ai")
    for nutrient in ("potassium", "magnesium"):
        assert outcome(found["lrni", nutrient]) == ("likely_short", "lrni", "lrni")
    assert outcome(found["band", "potassium"]) == ("cannot_tell", "below_ai", "lrni")
    # z = (160 − 200) / √(35² + 86² / 7) = −0.84.
    assert float(found["band", "magnesium"]["probability_adequate"]) == pytest.approx(
        0.20, abs=0.01
    )
    assert outcome(found["rni", "potassium"]) == ("likely_enough", "at_ai", "lrni")
    assert outcome(found["rni", "magnesium"])[0] == "likely_enough"
    assert found["much", "vitamin_d"]["upper_level"] == "above"
    assert found["much", "vitamin_d"]["reason_code"] == "no_reference"


def test_a_superseded_edition_by_name(tmp_path: Path) -> None:
    people = {"x": Example(*WOMAN, same(7, potassium_mg=4000))}
    row = gaps(tmp_path, people, "--authority", "us_dri_2005")["x", "potassium"]
    assert (row["recommended"], row["reason_code"]) == ("4700.0", "below_ai")
    assert gaps(tmp_path, people)["x", "potassium"]["reason_code"] == "at_ai"


def test_days_that_state_totals_and_name_no_food(tmp_path: Path) -> None:
    found = gaps(tmp_path, {"x": US["short"]}, food=None)
    assert outcome(found["x", "magnesium"]) == ("likely_short", "requirement", "ear")
    assert found["x", "magnesium"]["coverage"] == "1.0"


@pytest.mark.parametrize("rows", [[("milk", "1 cup")], [("whole milk", "1 glass")]])
def test_a_glass_of_milk_is_no_day(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    table = [("date", "food", "amount"), *(("2026-03-01", *row) for row in rows)]
    found = run(write(tmp_path / "milk.csv", table), "--sex", "female", "--age", "34")
    assert "likely_short" not in {row["verdict"] for row in found.values()}
    assert found["me", "magnesium"]["reason_code"] == "energy_low"
    child = run(tmp_path / "milk.csv", "--sex", "male", "--age", "16")
    assert "likely_short" not in {row["verdict"] for row in child.values()}


# A week of 5 µg of vitamin D a day from food, 1,900 kcal; tablets of 20 µg.
WEEK = [4, 5, 3, 9, 2, 6, 6]
HEAD = ("date", "food", "kind", "vitamin_d_ug", "magnesium_mg", "vitamin_b12_ug", "energy_kcal")
WHO = ("--sex", "female", "--age", "34")


def week(path: Path, *tablets: str, on: int = 7) -> Path:
    """A diary of a week with tablets on its first days."""
    rows: list[Sequence[object]] = [HEAD]
    for number, amount in enumerate(WEEK, start=1):
        day = f"2026-03-0{number}"
        rows.append((day, "everything eaten", "food", amount, 420, 1.5, 1900))
        rows += [(day, name, "supplement", "", "", "", "") for name in tablets if number <= on]
    return write(path, rows)


def with_each_day(path: Path, name: str, amount: str) -> Path:
    """The same food on every day of a week, and something beside it whose kind nobody states."""
    rows: list[Sequence[object]] = [("date", "food", "amount", *HEAD[3:])]
    for number, vitamin in enumerate(WEEK, start=1):
        day = f"2026-03-0{number}"
        rows.append((day, "everything eaten", "", vitamin, 420, 1.5, 1900))
        rows.append((day, name, amount, "", "", "", ""))
    return write(path, rows)


def habit(path: Path, *rows: Sequence[object]) -> tuple[str, str]:
    head = ("name", "nutrient", "dose", "unit", "times_per_week", "route")
    return "--supplements", str(write(path, [head, *rows]))


def tablets(row: Mapping[str, str]) -> list[float]:
    return [round(float(row[name]), 1) for name in ("tablets", "tablets_low", "tablets_high")]


def test_a_supplement_closes_the_gap_and_the_food_stays_beside_it(tmp_path: Path) -> None:
    plan = habit(tmp_path / "s.csv", ("Vitamin D3", "vitamin d", 800, "IU", 7, "oral"))
    row = run(week(tmp_path / "d.csv"), *WHO, *plan)["me", "vitamin_d"]
    assert outcome(row) == ("likely_enough", "requirement", "posterior")
    assert (row["food_verdict"], float(row["food_mean"])) == ("likely_short", pytest.approx(5))
    assert tablets(row) == [20, 20, 20]
    assert float(row["food_probability"]) == pytest.approx(0.07, abs=0.01)
    assert row["upper_level"] == "below"


def test_a_tablet_on_some_days_only_carries_both_bounds(tmp_path: Path) -> None:
    diary = week(tmp_path / "d.csv", "Vitamin D3 20 µg tablet", on=4)
    row = run(diary, *WHO)["me", "vitamin_d"]
    assert tablets(row) == [11.4, 11.4, 20]
    assert [float(row[name]) for name in ("low", "high")] == pytest.approx([16.43, 25], abs=0.01)
    assert "as logged they add about 11.4 µg a day; taken every day, 20 µg" in row["reason"].lower()
    plan = habit(tmp_path / "s.csv", ("Vitamin D", "", 20, "µg", 7, ""))
    merged = run(diary, *WHO, *plan)["me", "vitamin_d"]
    assert tablets(merged) == [20, 11.4, 20]
    assert float(merged["mean"]) == pytest.approx(25)


def test_upper_limits_by_the_scope_that_each_authority_means(tmp_path: Path) -> None:
    diary = week(tmp_path / "d.csv")
    levels = {}
    for dose in (200, 300, 400):
        plan = habit(tmp_path / "s.csv", ("Magnesium", "magnesium", dose, "mg", 7, ""))
        for authority in ("us_dri", "efsa", "uk"):
            row = run(diary, *WHO, *plan, "--authority", authority)["me", "magnesium"]
            levels[dose, authority] = row["upper_level"]
    assert levels == {
        (200, "us_dri"): "below", (200, "efsa"): "scope_unknown", (200, "uk"): "none_set",
        (300, "us_dri"): "below", (300, "efsa"): "above", (300, "uk"): "none_set",
        (400, "us_dri"): "above", (400, "efsa"): "above", (400, "uk"): "none_set",
    }  # fmt: skip


def test_salts_and_shares_of_daily_values_reach_the_verdict(tmp_path: Path) -> None:
    diary = week(tmp_path / "d.csv", "Magnesium oxide 500 mg of magnesium oxide")
    (dose, *_) = tablets(run(diary, *WHO)["me", "magnesium"])
    assert dose == pytest.approx(500 * 0.603, abs=0.1)
    plan = habit(tmp_path / "s.csv", ("Calcium", "calcium", 20, "% NRV", 7, ""))
    assert tablets(run(diary, *WHO, *plan)["me", "calcium"]) == [160, 160, 160]


@pytest.mark.parametrize("name", ["B12 injection 1000 mcg", "Vitamin B12 1 mg im", "B12 shot"])
def test_an_injection_is_never_intake(tmp_path: Path, name: str) -> None:
    row = run(week(tmp_path / "d.csv", name, on=1), *WHO)["me", "vitamin_b12"]
    assert (row["verdict"], row["reason_code"], tablets(row)) == ("not_judged", "gate", [0, 0, 0])
    assert float(row["mean"]) == pytest.approx(1.5)
    plan = habit(tmp_path / "s.csv", ("B12", "b12", 1000, "µg", 0.25, "injection"))
    planned = run(week(tmp_path / "d.csv"), *WHO, *plan)["me", "vitamin_b12"]
    assert (planned["verdict"], tablets(planned)) == ("not_judged", [0, 0, 0])


def test_water_at_home(tmp_path: Path) -> None:
    rows = [("date", "food", "amount"), *((f"2026-03-0{i}", "tap water", "1.5 l") for i in (1, 2))]
    diary = write(tmp_path / "w.csv", rows)
    found = run(diary, *WHO, "--water", "calcium=80,magnesium=20")
    assert float(found["me", "calcium"]["mean"]) == pytest.approx(120)
    assert float(found["me", "magnesium"]["mean"]) == pytest.approx(30)
    # Water is no supplement, whatever it holds.
    assert float(found["me", "magnesium"]["upper_amount"]) == 0


@pytest.mark.parametrize("authority", ["efsa", "nnr2023"])
def test_salts_in_water_count_where_the_limit_says_so(tmp_path: Path, authority: str) -> None:
    diary = with_each_day(tmp_path / "d.csv", "Water", "2 l")
    # 2 l of 200 mg: 400 > 250; a tablet of 100 mg and 2 l of 50 mg: 200.
    chosen = (*WHO, "--authority", authority)
    row = run(diary, *chosen, "--water", "magnesium=200")["me", "magnesium"]
    assert (row["upper_level"], row["upper_scope"]) == ("above", "supplements_water")
    assert float(row["upper_amount"]) == pytest.approx(400)
    assert "Nothing to change" not in row["reason"]
    plan = habit(tmp_path / "s.csv", ("Mg", "Mg", 100, "mg", 7, ""))
    row = run(diary, *chosen, *plan, "--water", "Mg=50")["me", "magnesium"]
    assert float(row["upper_amount"]) == pytest.approx(200)
    assert row["upper_level"] == "scope_unknown"


@pytest.mark.parametrize(
    ("name", "nutrient", "bounds"),
    [
        ("Cholecalciferol 20 000 IU", "vitamin_d", [500, 500, 500]),
        ("Methylcobalamin 1000 mcg", "vitamin_b12", [1000, 1000, 1000]),
        ("Mg 350 mg", "magnesium", [350, 350, 350]),
        ("Slow-Mag", "magnesium", [0, 0, math.inf]),
        ("Mag bisglycinate", "magnesium", [0, 0, math.inf]),
        ("Hydroxocobalamin", "vitamin_b12", [0, 0, math.inf]),
    ],
)
def test_what_is_counted_in_tablets_is_in_the_scope_of_supplements(
    tmp_path: Path, name: str, nutrient: str, bounds: list[float]
) -> None:
    diary = with_each_day(tmp_path / "d.csv", name, "1 tablet")
    row = run(diary, *WHO)["me", nutrient]
    assert tablets(row) == bounds


def test_energy_is_hidden_where_it_may_harm(tmp_path: Path) -> None:
    row = run(week(tmp_path / "d.csv"), *WHO, "--hide-energy")["me", "vitamin_d"]
    assert [row[name] for name in ("energy", "energy_ratio", "percent_of_recommended")] == [""] * 3
    assert float(run(week(tmp_path / "d.csv"), *WHO)["me", "vitamin_d"]["energy"]) == 1900


def test_what_even_days_leave_open_is_not_put_down_to_a_few_of_them(tmp_path: Path) -> None:
    near = [6, 8, 7, 5, 9, 7, 7]
    examples = {
        "even": Example("female", 34, [{"energy_kcal": 2000, "vitamin_d_ug": d} for d in near]),
        "two": Example("female", 34, same(2, energy_kcal=2000, magnesium_mg=265)),
        "one": Example(
            "male", 40, [{"energy_kcal": 2000, "vitamin_d_ug": d} for d in (5, 5, 5, 150, 5, 5, 5)]
        ),
    }
    found = gaps(tmp_path, examples, food=None)
    assert found["even", "vitamin_d"]["reason_code"] == "close_to_line"
    assert "A full week" in found["two", "magnesium"]["reason"]
    assert "A few days gave much of it" in found["one", "vitamin_d"]["reason"]


def test_a_day_that_states_nothing_is_the_reason_where_the_others_reach_a_guide_amount(
    tmp_path: Path,
) -> None:
    days = [*same(9, energy_kcal=2000, potassium_mg=3000), {"energy_kcal": 2000}]
    found = gaps(tmp_path, {"me": Example("female", 34, days)}, food=None)["me", "potassium"]
    assert (found["verdict"], found["reason_code"]) == ("cannot_tell", "missing_data")


def test_days_that_hold_only_a_tablet_are_days_of_tablets(tmp_path: Path) -> None:
    rows = [["date", "food", "amount", "unit", "energy_kcal", "magnesium_mg"]]
    rows += [[f"2026-03-{n:02d}", "Mixed dish", 500, "g", 2000, 200] for n in range(1, 7)]
    rows += [[f"2026-03-{n:02d}", "Magnesium tablet", 1, "tablet", 0, 400] for n in range(7, 11)]
    file = write(tmp_path / "diary.csv", rows)  # type: ignore[arg-type]
    rows_of = run(file, "--sex", "female", "--age", "34")
    (found,) = (r for (_, nutrient), r in rows_of.items() if nutrient == "magnesium")
    # 200 mg from food, 4 × 400 mg over ten days; taken every day 400 mg, the limit is 350.
    assert (float(found["mean"]), float(found["high"])) == (360, 600)
    assert (found["verdict"], found["upper_level"]) == ("likely_enough", "maybe_above")
