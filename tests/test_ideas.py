"""Ideas really close the gaps they claim, within every limit, and respect what people answered."""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import replace
from functools import cache
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from nutrigap import analysis as nutrigap_analysis
from nutrigap.cli import main
from nutrigap.diary import read_diary
from nutrigap.errors import UnknownNameError
from nutrigap.fdc import FoodStore, open_store, packaged_store
from nutrigap.gates import Gate
from nutrigap.ideas.aims import Allowance, aims
from nutrigap.ideas.changes import find_changes
from nutrigap.ideas.foods import Food
from nutrigap.ideas.naming import plain_name
from nutrigap.ideas.rules import FoodRules, excluded_tags
from nutrigap.ideas.solver import choose
from nutrigap.profile import Profile
from nutrigap.ring import second_ring
from nutrigap.schema import CONTRIBUTIONS, DAYS, MATCHES, REPORTED, WEIGHED
from nutrigap.tables import read_constants, read_rows
from nutrigap.wording import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nutrigap.analysis import Analysis
    from nutrigap.ideas import Ideas

WOMAN = Profile("female", 34)
# name, FNDDS code, grams, days of the week
EATEN = (
    ("corn flakes", "57134000", 30, range(7)),
    ("milk", "11112110", 200, range(7)),
    ("white bread", "51101000", 90, range(7)),
    ("chicken breast", "24122131", 150, (0, 1, 3, 5)),
    ("cola", "92410310", 350, (0, 2, 4, 6)),
    ("white rice", "56205008", 250, (0, 2, 4)),
    ("pasta", "56130000", 260, (1, 3, 5)),
    ("salmon", "26137120", 120, (6,)),
    ("ground beef", "21500100", 150, (2, 4)),
    ("apple", "63101000", 180, (0, 1, 2, 3)),
    ("chips", "71200100", 50, (1, 3, 5)),
    ("cookies", "53206000", 60, range(7)),
    ("almonds", "42101130", 28, (2,)),
    ("pizza", "58106225", 300, (6,)),
)
Rows = list[tuple[str, str, str, float]]


@pytest.fixture(scope="module")
def store() -> FoodStore:
    return open_store(packaged_store())


def rows_of(eaten: tuple[tuple[str, str, int, object], ...] = EATEN) -> Rows:
    return [(f"2026-03-{2 + d:02d}", name, code, float(grams))
            for name, code, grams, days in eaten for d in days]  # type: ignore[attr-defined] # fmt: skip


def analyzed(folder: Path, rows: Rows, store: FoodStore, profile: Profile = WOMAN) -> Analysis:
    path = folder / "diary.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("date", "food", "food_code", "grams"), *rows])
    return nutrigap_analysis.analyze(read_diary(path), profile, store=store, draws=20)


@pytest.fixture(scope="module")
def poor(tmp_path_factory: pytest.TempPathFactory, store: FoodStore) -> Analysis:
    """A week of white bread and cola: three nutrients are likely short."""
    return analyzed(tmp_path_factory.mktemp("poor"), rows_of(), store)


@pytest.fixture(scope="module")
def found(poor: Analysis) -> Ideas:
    return poor.find_ideas()


def eaten_with(ideas: Ideas, rows: Rows) -> Rows:
    """The week with all ideas: swapped portions go, new ones come, by code and grams."""
    rows = list(rows)
    for idea in ideas.ideas.drop_duplicates("idea").to_dict("records"):
        for _ in range(idea["times_a_week"]):
            day = rows[0][0]
            if idea["kind"] == "swap":
                gone = next(n for n, row in enumerate(rows) if row[1] == idea["instead_of"])
                day = rows.pop(gone)[0]
            rows.append((day, idea["food"], idea["food_code"], idea["grams"]))
    return rows


def test_the_ideas_recomputed_through_totals_close_the_gaps_they_claim(
    poor: Analysis, found: Ideas, store: FoodStore, tmp_path: Path
) -> None:
    after = analyzed(tmp_path, eaten_with(found, rows_of()), store)
    totals = after.average.set_index("nutrient")["estimate"]
    closing = found.closing.set_index("nutrient")
    gaps = closing[closing["role"] == "gap"]
    assert {"magnesium", "calcium"} <= set(gaps.index[gaps["closed"]])
    for nutrient, row in gaps[gaps["closed"]].iterrows():
        assert totals[nutrient] >= row["aim"]
    verdicts = after.adequacy.set_index("nutrient")["verdict"]
    assert "likely_short" not in set(verdicts[gaps.index[gaps["closed"]]])
    for nutrient in ("vitamin_d", "magnesium", "calcium", "potassium", "vitamin_b12", "energy"):
        assert totals[nutrient] == pytest.approx(closing.loc[nutrient, "after"], rel=1e-9)
    sodium = after.second_ring().set_index("nutrient").loc["sodium", "known"]
    assert sodium == pytest.approx(closing.loc["sodium", "after"], rel=1e-9)


def test_no_limit_is_passed_and_nothing_else_is_lost(found: Ideas) -> None:
    closing = found.closing.set_index("nutrient")
    assert (closing["after"] <= closing["most"] + 1e-6).all()
    assert closing.loc["energy", "most"] <= closing.loc["energy", "now"] * 1.1 + 200
    fell = closing[closing["after"] < closing["now"]].drop(["energy", "sodium"], errors="ignore")
    assert (fell["after"] >= fell[["now", "aim"]].min(axis=1) - 0.021 * fell["aim"]).all()


def test_an_upper_limit_leaves_only_its_room(poor: Analysis) -> None:
    near = poor.adequacy.copy()
    calcium = near["nutrient"] == "calcium"
    near.loc[calcium, "upper"] = near.loc[calcium, "high"] + 120
    closing = replace(poor, adequacy=near).find_ideas().closing.set_index("nutrient")
    assert closing.loc["calcium", "after"] <= closing.loc["calcium", "now"] + 120 + 1e-6
    near.loc[calcium, "upper_level"] = "maybe_above"
    closing = replace(poor, adequacy=near).find_ideas().closing.set_index("nutrient")
    assert closing.loc["calcium", "after"] <= closing.loc["calcium", "now"] + 1e-6


def test_an_ai_is_never_a_gap(found: Ideas, poor: Analysis) -> None:
    roles = found.closing.set_index("nutrient")["role"]
    assert roles["potassium"] == "none"
    wished = poor.find_ideas(guide_amounts=True).closing.set_index("nutrient")
    assert wished.loc["potassium", "role"] == "aim"
    assert "guide amount" in wished.loc["potassium", "sentence"]


def test_own_foods_come_first_and_swaps_name_what_they_replace(found: Ideas) -> None:
    each = found.ideas.drop_duplicates("idea").set_index("idea")
    swaps = each[each["kind"] == "swap"]
    names = {name for name, *_ in EATEN}
    assert set(swaps["instead_of"]) <= names
    assert set(each.loc[each["own"], "food"]) <= names
    assert each["times_a_week"].between(1, 7).all()
    assert len(each) <= 5
    # Salmon is in the diary: no other fish is brought in.
    assert "salmon" in set(each.loc[each["own"], "food"])


def test_sentences_keep_the_rules_of_the_house(found: Ideas, poor: Analysis) -> None:
    told = [*found.ideas["sentence"], *found.closing["sentence"].dropna(), *found.notes["sentence"]]
    told += list(
        poor.find_ideas(guide_amounts=True, without=["dairy"]).closing["sentence"].dropna()
    )
    for text in told:
        assert "{" not in text
        assert "not known to" not in text
        for sentence in sentences(text):
            assert len(sentence.split()) <= 24, sentence
    assert found.notes["sentence"].iloc[0].startswith("If you have kidney or heart disease")


GROUPS = {
    "dairy": r"\b(?:milk|yogurt|cheese)\b", "fish": r"salmon|tuna|fish|sardine",
    "nuts": r"almond|walnut|cashew|nuts", "gluten": r"bread|wheat|pasta|cereal|oat",
    "vegan": r"salmon|yogurt|cheese|egg|beef|chicken", "soy": r"soy|tofu|edamame",
}  # fmt: skip
PLANT = r"(?:almond|soy|oat|coconut) milk"


@pytest.mark.parametrize("without", GROUPS)
def test_what_people_leave_out_is_left_out(poor: Analysis, without: str) -> None:
    ideas = poor.find_ideas(without=[without])
    names = ideas.ideas["food"].str.lower().str.replace(PLANT, "drink", regex=True)
    assert not names.str.contains(GROUPS[without], regex=True).any()
    assert "only the label can tell" in " ".join(ideas.notes["sentence"])


def test_a_range_is_told_only_where_there_is_one(poor: Analysis, found: Ideas) -> None:
    # Every food is given by code and grams: nothing is drawn.
    assert not found.closing["sentence"].dropna().str.contains("not known").any()
    wide = poor.adequacy.assign(low=poor.adequacy["low"] * 0.8, high=poor.adequacy["high"] * 1.2)
    told = replace(poor, adequacy=wide).find_ideas().closing["sentence"].dropna()
    assert told.str.contains("With what is not known, it is ").all()


def test_a_misspelt_allergen_is_refused(poor: Analysis) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'dairy'"):
        poor.find_ideas(without=["diary"])


@pytest.mark.parametrize(
    "profile",
    [
        Profile("female", 34, conditions=("kidney_disease",)),
        Profile("female", 34, conditions=("dialysis",)),
        Profile("female", 34, conditions=("potassium_raising_medicine",)),
        Profile("female", 34, conditions=("diuretic",)),
        Profile("female", 34, conditions=("eating_disorder",)),
        Profile("female", 34, conditions=("tube_feeding",)),
        Profile("female", 15),
    ],
)
def test_a_gate_switches_all_ideas_off(poor: Analysis, profile: Profile) -> None:
    ideas = replace(poor, profiles={"me": profile}).find_ideas()
    assert ideas.ideas.empty
    assert ideas.closing["sentence"].dropna().empty
    assert list(ideas.notes["kind"]) == ["stopped"]


def for_person(poor: Analysis, *conditions: str, stage: str = "general") -> Ideas:
    profile = Profile("female", 34, stage, conditions=conditions)
    return replace(poor, profiles={"me": profile}).find_ideas()


def test_stones_stop_calcium_and_vitamin_d_and_mark_spinach_and_nuts(poor: Analysis) -> None:
    ideas = for_person(poor, "kidney_stones")
    closing = ideas.closing.set_index("nutrient")
    assert closing.loc["calcium", "role"] == closing.loc["vitamin_d", "role"] == "none"
    assert closing.loc["calcium", "after"] <= closing.loc["calcium", "now"] + 100 + 1e-6
    assert not ideas.ideas["food"].str.contains("spinach|almond|nuts|beet", case=False).any()
    assert "Ask before more calcium or vitamin D." in set(ideas.notes["sentence"])


def test_warfarin_keeps_greens_and_vitamin_k_steady(poor: Analysis, store: FoodStore) -> None:
    ideas = for_person(poor, "warfarin")
    assert not ideas.ideas.empty
    rules = FoodRules(read_rows("idea_rules"))
    change = 0.0
    held = store.composition(
        {*ideas.ideas["fdc_id"].dropna(), *ideas.ideas["instead_fdc_id"].dropna()}
    ).set_index("fdc_id")["vitamin_k"]
    for idea in ideas.ideas.drop_duplicates("idea").to_dict("records"):
        assert "greens" not in rules.kind_of("", idea["food"]).tags
        change += idea["times_a_week"] / 7 * held[idea["fdc_id"]] * idea["grams"] / 100
        if idea["kind"] == "swap":
            lost = held[idea["instead_fdc_id"]] * idea["instead_grams"] / 100
            change -= idea["times_a_week"] / 7 * lost
    assert abs(change) <= read_constants("idea_constants")["vitamin_k_change"] + 1e-6


def test_vegans_get_no_animal_food_and_no_idea_about_b12(poor: Analysis) -> None:
    ideas = for_person(poor, "vegan")
    assert not ideas.ideas["food"].str.contains("salmon|yogurt|cheese|egg", case=False).any()
    assert ideas.closing.set_index("nutrient").loc["vitamin_b12", "role"] == "none"


def test_pregnancy_names_no_liver_and_no_large_fish(poor: Analysis) -> None:
    ideas = for_person(poor, stage="pregnant")
    assert not ideas.ideas["food"].str.contains("liver|swordfish|shark|marlin", case=False).any()


RULES = FoodRules(read_rows("idea_rules"))


@pytest.mark.parametrize(
    ("category", "description", "nutrient"),
    [
        ("Spinach", "Spinach, fresh, cooked, no added fat", "calcium"),
        ("Other dark green vegetables", "Chard, cooked", "calcium"),
        ("Other vegetables and combinations", "Seaweed, raw", "vitamin_b12"),
        ("Other vegetables and combinations", "Algae, dried", "vitamin_b12"),
        ("Protein and nutritional powders", "Yeast extract spread", "vitamin_b12"),
        ("Other vegetables and combinations", "Mushrooms, raw", "vitamin_d"),
    ],
)
def test_what_is_no_source_counts_for_nothing(
    category: str, description: str, nutrient: str
) -> None:
    assert nutrient in RULES.kind_of(category, description).not_for


def test_what_is_a_source_counts() -> None:
    uv = RULES.kind_of("", "Mushrooms, portabella, exposed to ultraviolet light, raw")
    assert "vitamin_d" not in uv.not_for
    assert RULES.kind_of("Other dark green vegetables", "Kale, fresh, cooked").not_for == set()


@pytest.mark.parametrize(
    ("category", "name", "tag", "there"),
    [
        ("Plant-based milk", "Almond milk, unsweetened", "dairy", False),
        ("Plant-based milk", "Almond milk, unsweetened", "tree_nuts", True),
        ("Milk, whole", "Milk, whole", "dairy", True),
        ("Nuts and seeds", "Pumpkin seeds, unsalted", "tree_nuts", False),
        ("Nuts and seeds", "Mixed nuts, with peanuts", "peanuts", True),
        ("Nuts and seeds", "Almonds, unsalted", "peanuts", False),
        ("Yeast breads", "Bread, with quinoa", "gluten", True),
        ("Pasta, noodles, cooked grains", "Quinoa, no added fat", "gluten", False),
        ("Oatmeal", "Oatmeal, made with milk", "dairy", True),
        ("Other vegetables and combinations", "Eggplant, cooked", "egg", False),
        ("Beans, peas, legumes", "Edamame, cooked", "soy", True),
    ],
)
def test_allergens_are_told_by_group_and_word(
    category: str, name: str, tag: str, there: bool
) -> None:
    assert (tag in RULES.kind_of(category, name).tags) is there


def test_every_rule_has_a_source_and_every_group_exists(store: FoodStore) -> None:
    groups = {row[0] for row in store.read("SELECT DISTINCT category FROM food")}
    for table in ("idea_rules", "idea_constants", "exclusions"):
        assert all(row["source"] and row["confidence"] for row in read_rows(table))
    rules = read_rows("idea_rules")
    assert {row["match"] for row in rules if row["rule"] == "category"} <= groups
    tags = {tag for row in rules for tag in row["tags"].split("|")}
    stopped = {tag for row in read_rows("exclusions") for tag in row["tags"].split("|")}
    assert stopped <= tags


def test_exclusions_know_other_names() -> None:
    table = read_rows("exclusions")
    assert excluded_tags(["lactose", "Tree nuts"], table) == {"dairy", "tree_nuts"}
    assert {"meat", "fish", "dairy", "egg"} <= excluded_tags(["vegan"], table)


@cache
def food(name: str, category: str, own: bool, times: float, calcium: float, kcal: float) -> Food:
    held = {"calcium": calcium, "energy": kcal, "sodium": 20.0}
    kind = RULES.kind_of(category, name)
    return Food(name, name, hash(name) % 10**6, None, kind, "100 g", 100, times, 1000, own, held)


def adequacy(mean: float = 500.0) -> pd.DataFrame:
    row = {"nutrient": "calcium", "mean": mean, "low": mean, "high": mean, "recommended": 1000.0,
           "recommended_label": "RDA", "verdict": "likely_short", "reason_code": "requirement",
           "method": "ear", "upper": 2500.0, "upper_scope": "total",
           "upper_level": "below"}  # fmt: skip
    return pd.DataFrame([row])


def chosen(
    own: list[Food], common: list[Food], gates: Sequence[Gate] = ()
) -> list[tuple[str, str, int]]:
    constants = read_constants("idea_constants")
    goals = aims(adequacy(), gates, constants, allowance=Allowance(2000, 1500))
    changes = find_changes(own, common, goals, gates, constants)
    return [(c.kind, c.food.name, n) for c, n in choose(changes, goals, constants).changes]


def test_a_swap_of_own_foods_is_chosen_before_more_and_before_a_new_food() -> None:
    # 500 mg are missing (and 20 to spare): a glass of 800 mg on 5 days gives 571 mg a day.
    milk = food("Milk, whole", "Milk, whole", True, 2.0, 800.0, 100.0)
    cola = food("Soft drink, cola", "Soft drinks", True, 7.0, 0.0, 150.0)
    soy = food("Soy milk, unsweetened", "Plant-based milk", False, 0.0, 800.0, 100.0)
    assert chosen([milk, cola], [soy]) == [("swap", "Milk, whole", 5)]
    assert chosen([milk], [soy]) == [("more", "Milk, whole", 5)]
    assert chosen([], [soy]) == [("add", "Soy milk, unsweetened", 5)]


def test_a_food_whose_energy_nobody_knows_is_no_idea() -> None:
    dark = food("Soy milk, unsweetened", "Plant-based milk", False, 0.0, 800.0, 100.0)
    assert chosen([], [dark._replace(amounts={**dark.amounts, "energy": float("nan")})]) == []


def test_a_gate_that_stops_the_nutrient_leaves_nothing_to_do() -> None:
    soy = food("Soy milk, unsweetened", "Plant-based milk", False, 0.0, 800.0, 100.0)
    gate = Gate("stones", "", "yes", stops=frozenset({"calcium"}))
    assert chosen([], [soy], [gate]) == []


def test_at_most_two_hundred_candidates() -> None:
    common = [food(f"Kale {n}, cooked", "Other dark green vegetables", False, 0, 50.0 + n, 20)
              for n in range(300)]  # fmt: skip
    constants = {**read_constants("idea_constants"), "most_alike": 1000.0}
    goals = aims(adequacy(), [], constants, allowance=Allowance(2000, 1500))
    assert len(find_changes([], common, goals, [], constants)) == 200


def test_names_and_portions_read_well(found: Ideas, store: FoodStore) -> None:
    assert plain_name("Soybean curd") == "tofu (soybean curd)"
    assert not found.ideas["food"].str.contains("NFS|NS as to").any()
    assert not found.ideas["portion"].str.contains("nfs|inch|guideline").any()


def test_nothing_is_short_so_nothing_is_proposed(poor: Analysis) -> None:
    enough = poor.adequacy.assign(verdict="likely_enough", reason_code="requirement")
    ideas = replace(poor, adequacy=enough).find_ideas()
    assert ideas.ideas.empty
    assert ideas.notes["sentence"].iloc[0].startswith("Nothing is likely short")


def test_where_nothing_could_be_told_nothing_is_said_to_be_enough(poor: Analysis) -> None:
    none = poor.adequacy.assign(verdict="cannot_tell", reason_code="missing_data")
    doubts = poor.doubts.assign(kind="tablet", sentence="Read the label.")
    ideas = replace(poor, adequacy=none, doubts=doubts).find_ideas()
    said = ideas.notes["sentence"].tolist()
    assert said == ["Too little is known to propose anything.", "Read the label."]


def test_where_something_could_be_told_the_rest_is_named(poor: Analysis) -> None:
    some = poor.adequacy.assign(verdict="likely_enough", reason_code="requirement")
    some.loc[some["nutrient"] == "calcium", "verdict"] = "cannot_tell"
    doubts = poor.doubts.assign(kind="tablet", sentence="Read the label.")
    said = replace(poor, adequacy=some, doubts=doubts).find_ideas().notes["sentence"].tolist()
    assert said[0].endswith("We cannot tell about: calcium.")
    assert said[1:] == ["Read the label."]


def test_the_command_prints_cautions_ideas_and_where_they_lead(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "diary.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("date", "food", "food_code", "grams"), *rows_of()])
    words = ["ideas", str(path), "--sex", "female", "--age", "34", "--without", "nuts,soy"]
    assert main(words) == 0
    out, _ = capfd.readouterr()
    assert out.index("kidney or heart disease") < out.index("1. ") < out.index("with all")
    assert main([*words, "--csv"]) == 0
    table = pd.read_csv(pd.io.common.StringIO(capfd.readouterr()[0]))
    assert {"vitamin_d", "energy", "sodium"} <= set(table["nutrient"])
    assert main(["ideas", str(path), "--sex", "female", "--age", "34", "--without", "diary"]) == 1
    assert "Did you mean 'dairy'" in capfd.readouterr()[1]
    assert main(["ideas", str(path)]) == 2


def test_the_second_ring_adds_what_is_known_and_guesses_nothing() -> None:
    # Day 1: 200 g of a food with 50 mg of sodium in 100 g, and 30 mg stated; day 2: unknown.
    entries = [(1, "1", 100.0), (2, "1", 100.0), (3, "2", 200.0)]
    contributions = CONTRIBUTIONS.frame(
        {"entry_id": n, "nutrient": "energy", "person": "me", "day": day, "unit": "kcal",
         "basis": "table", "source_class": "food", "weight": weight}
        for n, day, weight in entries
    )  # fmt: skip
    weighed = WEIGHED.frame({"entry_id": n, "match_id": n, "grams": 200.0} for n in (1, 2, 3))
    matches = MATCHES.frame(
        {"match_id": n, "rank": 1, "fdc_id": 7, "probability": p, "method": "text"}
        for n, p in ((1, 0.9), (2, 0.9), (3, 0.3))
    )
    reported = REPORTED.frame([{"entry_id": 2, "nutrient": "sodium", "amount": 30, "unit": "mg"}])
    rest = {key: [1.0] for key in ("thiamin", "vitamin_b6", "vitamin_k", "phosphorus")}
    composition = pd.DataFrame({"fdc_id": [7], "sodium": [50.0], "water": [float("nan")], **rest})
    days = DAYS.frame({"person": "me", "day": d, "entries": 1, "usable": True} for d in "12")
    ring = second_ring(contributions, weighed, matches, reported, composition, days,
                       table_probability=0.5).set_index("nutrient")  # fmt: skip
    sodium = ring.loc["sodium"]
    assert (sodium["known"], sodium["coverage"], sodium["unknown_entries"]) == (65.0, 0.5, 1)
    assert "water" not in ring.index
    assert not isnan(ring.loc["thiamin", "known"])


def test_only_ideas_need_the_optimiser(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("date", "food", "food_code", "grams"), *rows_of()])
    code = (
        "import sys; from nutrigap.cli import main;"
        "status = main(sys.argv[1:]); sys.exit(status or 'scipy' in sys.modules)"
    )
    words = ["gaps", str(path), "--sex", "female", "--age", "34", "--csv"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False)
    assert done.returncode == 0


def test_the_same_diary_gives_the_same_ideas(poor: Analysis, found: Ideas) -> None:
    pd.testing.assert_frame_equal(poor.find_ideas().ideas, found.ideas)
