"""Every collected reference value that may ship is found by a look-up, and no other is."""

import csv
import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from nutrigap.profile import Profile
from nutrigap.reference import read_reference, targets

# The collection's names, written down here apart from the script that makes the tables.
AUTHORITIES = {
    "NASEM DRI (US/Canada)": "us_dri",
    "NASEM DRI (US/Canada) SUPERSEDED": "us_dri_2005",
    "EFSA DRV": "efsa",
    "UK DRV (COMA 1991; SACN 2016 vit D)": "uk",
    "UK EVM": "uk",
    "Nordic NNR": "nnr2023",
    "NHMRC/NZ MoH NRV": "au_nz",
    "D-A-CH (DGE/ÖGE/SGE)": "dach",
    "FAO/WHO": "fao_who",
    "Japan DRI (MHLW)": "japan",
    "ICMR-NIN": "india",
}
NO_AUTHORITY = {
    "FDA Daily Value",
    "FDA Daily Value OLD",
    "EU NRV (labelling)",
    "Canada Daily Value",
    "Harmonized NRV (Allen, Carriquiry & Murphy)",
}
# The collection's words are the labels; what each means to us.
KINDS = {
    "average_requirement": ("EAR", "AR"),
    "recommended": ("RDA", "RDI", "PRI", "RI", "RNI", "recommended (RDA)"),
    "adequate_intake": ("AI", "estimated value (AI)", "Safe intake"),
    "lower_threshold": ("LRNI",),
    "upper_limit": ("UL",),
    "chronic_disease": ("CDRR", "SDT", "DG"),
    "guidance": ("provisional AR", "guideline minimum", "Guidance level"),
}
KIND_OF = {label: kind for kind, labels in KINDS.items() for label in labels}
SEXES = {"B": ("female", "male"), "F": ("female",), "M": ("male",)}
STAGES = {"none": "general", "infant": "general", "pregnancy": "pregnant", "lactation": "lactating"}
NONE = "memory only"


def collected(shared: Path) -> list[dict[str, str]]:
    with (shared / "method" / "reference_intakes.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def ages(row: dict[str, str]) -> tuple[float, ...]:
    """The first year of a band and just before its end."""
    first = float(row["age_min_years"] or 0)
    last = float(row["age_max_years"] or 120)
    if row["age_label"] == "<=18 y":
        first = 14
    return (first, (first + last) / 2, last - 0.01)


def profiles(row: dict[str, str]) -> Iterator[Profile]:
    stage = STAGES[row["life_stage"]]
    third = 3 if row["age_label"] == "third trimester" else None
    sexes = SEXES[row["sex"]] if stage == "general" else ("female",)
    for sex in sexes:
        for age in ages(row):
            in_stage = stage == "general" or 14 <= age < 51
            yield Profile(sex, age if in_stage else 30, stage, third)


@cache
def looked_up(profile: Profile, authority: str) -> dict[tuple[str, str], float]:
    table = targets(profile, authority)
    keys = zip(table["nutrient"], table["label"], strict=True)
    return dict(zip(keys, table["amount"], strict=True))


def expected_amount(text: str) -> float:
    """The upper end of a printed range; NaN where the authority could determine none."""
    return math.nan if text == "ND" else float(text.split("-")[-1])


def shippable(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [
        row for row in rows
        if row["confidence"] != NONE and row["authority"] in AUTHORITIES
    ]  # fmt: skip


def test_every_authority_of_the_collection_is_one_of_ours(shared: Path) -> None:
    assert {row["authority"] for row in collected(shared)} == {*AUTHORITIES, *NO_AUTHORITY}


def test_targets_find_every_value_in_each_of_its_life_stages(shared: Path) -> None:
    rows = shippable(collected(shared))
    plain = [row for row in rows if "increment" not in row["kind"]]
    missed = []
    for row in plain:
        label = row["kind"]
        amount = expected_amount(row["value"])
        for profile in profiles(row):
            found = looked_up(profile, AUTHORITIES[row["authority"]]).get((row["nutrient"], label))
            same = found is not None and (
                found == pytest.approx(amount) or (math.isnan(found) and math.isnan(amount))
            )
            if not same:
                missed.append((row["authority"], row["nutrient"], label, row["age_label"],
                               row["life_stage"], profile.age_years, amount, found))  # fmt: skip
    assert len(plain) > 1000
    assert missed == []


def test_increments_are_added_to_the_value_of_the_age(shared: Path) -> None:
    rows = [row for row in shippable(collected(shared)) if "increment" in row["kind"]]
    assert rows
    for row in rows:
        name = AUTHORITIES[row["authority"]]
        label = row["kind"].removesuffix(" increment")
        stage, key = STAGES[row["life_stage"]], (row["nutrient"], label)
        for age in (20, 30, 45):
            own, base = (
                looked_up(Profile("female", age, s), name)[key] for s in (stage, "general")
            )
            assert own == pytest.approx(base + float(row["value"])), (row, age)


def test_every_label_is_the_collection_s_word_and_has_one_kind() -> None:
    for name in set(AUTHORITIES.values()):
        table = read_reference(name)
        assert {*zip(table["label"], table["kind"], strict=True)} <= {*KIND_OF.items()}, name


def test_a_stage_without_an_increment_keeps_the_values_of_the_age(shared: Path) -> None:
    rows = [row for row in shippable(collected(shared)) if "no increment" in row["basis_scope"]]
    assert {row["nutrient"] for row in rows} == {"calcium", "magnesium", "potassium", "vitamin_b12"}
    for row in rows:
        name, nutrient = AUTHORITIES[row["authority"]], row["nutrient"]
        age, stage = (looked_up(Profile("female", 30, s), name) for s in ("general", "pregnant"))
        for label in ("EAR", "RNI", "LRNI"):
            assert stage.get((nutrient, label)) == age.get((nutrient, label)), (nutrient, label)


def test_no_value_ships_that_nobody_collected(shared: Path) -> None:
    rows = shippable(collected(shared))
    for name in set(AUTHORITIES.values()):
        own = [row for row in rows if AUTHORITIES[row["authority"]] == name]
        added = [float(row["value"]) for row in own if "increment" in row["kind"]]
        known: dict[str, set[float]] = {}
        for row in own:
            if "increment" not in row["kind"] and row["value"] != "ND":
                known.setdefault(row["nutrient"], set()).add(expected_amount(row["value"]))
        shipped = read_reference(name).dropna(subset=["amount"])
        for nutrient, amount in zip(shipped["nutrient"], shipped["amount"], strict=True):
            sums = {base + extra for base in known[nutrient] for extra in added}
            assert any(amount == pytest.approx(x) for x in known[nutrient] | sums), (name, amount)


def test_what_is_known_from_memory_only_is_not_shipped(shared: Path) -> None:
    memory = pd.DataFrame(row for row in collected(shared) if row["confidence"] == NONE)
    assert len(memory)
    for name in set(AUTHORITIES.values()):
        assert NONE not in set(read_reference(name)["confidence"])
