"""Targets of a person: the right band, life stage, edition; a user's own file."""

import math
from pathlib import Path

import pytest

from nutrigap.errors import TableError, UnknownNameError
from nutrigap.profile import Profile
from nutrigap.reference import authorities, read_reference, targets

WOMAN, MAN = Profile("female", 34), Profile("male", 34)
HEADER = (
    "nutrient,kind,label,sex,age_from_years,age_to_years,life_stage,amount,unit,applies_to,"
    "edition,source\n"
)


def amounts(profile: Profile, authority: str = "us_dri") -> dict[tuple[str, str], float]:
    table = targets(profile, authority)
    return {(r.nutrient, r.label): r.amount for r in table.itertuples()}


def notes(profile: Profile, nutrient: str, authority: str = "us_dri") -> str:
    table = targets(profile, authority)
    return " ".join(table[table["nutrient"] == nutrient]["note"].dropna())


def test_the_nine_authorities_and_the_default_first() -> None:
    names = ["us_dri", "efsa", "uk", "nnr2023", "au_nz", "dach", "fao_who", "japan", "india"]
    assert list(authorities()) == names


def test_a_superseded_edition_is_only_used_when_asked_for() -> None:
    assert "us_dri_2005" not in authorities()
    assert list(authorities(superseded=True)) == ["us_dri_2005"]
    assert amounts(WOMAN, "us_dri_2005") == {("potassium", "AI"): 4700}


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (WOMAN, {"EAR": 265, "RDA": 320}),
        (Profile("female", 30.9), {"EAR": 255, "RDA": 310}),
        (Profile("female", 31), {"EAR": 265, "RDA": 320}),
        (MAN, {"EAR": 350, "RDA": 420}),
        (Profile("female", 34, "pregnant"), {"EAR": 300, "RDA": 360}),
        (Profile("female", 16, "pregnant"), {"EAR": 335, "RDA": 400}),
        (Profile("female", 13, "pregnant"), {"EAR": 335, "RDA": 400}),
        (Profile("female", 25, "lactating"), {"EAR": 255, "RDA": 310}),
        (Profile("male", 0.3), {"AI": 30}),
        (Profile("male", 0.7), {"AI": 75}),
        (Profile("male", 119), {"EAR": 350, "RDA": 420}),
    ],
)
def test_magnesium_of_each_life_stage(profile: Profile, expected: dict[str, float]) -> None:
    found = {label: x for (key, label), x in amounts(profile).items() if key == "magnesium"}
    found.pop("UL", None)
    assert found == expected


def test_magnesium_limit_is_for_supplements_only() -> None:
    limit = targets(MAN).query("nutrient == 'magnesium' and kind == 'upper_limit'").iloc[0]
    assert (limit["amount"], limit["applies_to"], limit["includes_added"]) == (
        350,
        "supplements",
        False,
    )
    european = targets(MAN, "efsa").query("nutrient == 'magnesium' and kind == 'upper_limit'")
    assert european[["amount", "applies_to", "includes_added"]].values.tolist() == [
        [250, "supplements", True]
    ]


def test_potassium_is_that_of_2019() -> None:
    assert amounts(WOMAN)["potassium", "AI"] == 2600
    assert amounts(MAN)["potassium", "AI"] == 3400


def test_no_limit_is_neither_zero_nor_left_out() -> None:
    for nutrient in ("potassium", "vitamin_b12"):
        assert math.isnan(amounts(WOMAN)[nutrient, "UL"])


def test_requirement_variation_is_stated_or_implied() -> None:
    table = targets(WOMAN).query("kind == 'average_requirement'").set_index("nutrient")
    assert table["requirement_cv"].to_dict() == {
        "vitamin_d": 0.25,
        "magnesium": 0.10,
        "calcium": 0.125,
        "vitamin_b12": 0.10,
    }
    assert table["requirement_cv_basis"].to_dict() == {
        "vitamin_d": "implied",
        "magnesium": "stated",
        "calcium": "implied",
        "vitamin_b12": "stated",
    }


def test_vitamin_d_over_70_keeps_the_requirement_spread_of_younger_adults() -> None:
    old = Profile("female", 75)
    row = targets(old).query("nutrient == 'vitamin_d' and label == 'EAR'").iloc[0]
    assert row["amount"] * row["requirement_cv"] == 2.5
    assert amounts(old)["vitamin_d", "RDA"] == 20
    assert "younger adults" in row["note"]


def test_above_the_last_band_of_a_life_stage_that_band_is_used_and_said() -> None:
    assert amounts(Profile("female", 52, "pregnant"))["magnesium", "EAR"] == 300
    assert "31 to 51 years is used" in notes(Profile("female", 52, "pregnant"), "magnesium")
    assert "is used" not in notes(Profile("female", 34, "pregnant"), "magnesium")


def test_too_young_for_a_life_stage_the_age_decides_and_it_is_said() -> None:
    young = Profile("female", 17, "pregnant")
    assert amounts(young, "efsa")["calcium", "AR"] == 960
    assert "that of the age is used" in notes(young, "calcium", "efsa")


def test_a_stage_value_replaces_all_that_says_how_much_is_enough() -> None:
    # The UK sets RNI + 550 mg in lactation and no EAR: the EAR of other women would be wrong.
    found = amounts(Profile("female", 30, "lactating"), "uk")
    assert found["calcium", "RNI"] == 1250
    assert ("calcium", "EAR") not in found


def test_a_trimester_counts_where_the_authority_needs_it() -> None:
    late = Profile("female", 30, "pregnant", trimester=3)
    assert amounts(late, "fao_who")["calcium", "RNI"] == 1200
    for profile in (Profile("female", 30, "pregnant", 1), Profile("female", 30, "pregnant")):
        assert amounts(profile, "fao_who")["calcium", "RNI"] == 1000
        assert "another trimester" in notes(profile, "calcium", "fao_who")


def test_increments_are_expanded() -> None:
    found = amounts(Profile("female", 30, "pregnant"), "japan")
    assert found["magnesium", "EAR"] == 240 + 30
    assert found["magnesium", "RDA"] == 290 + 40


def test_provisional_requirements_are_guidance() -> None:
    table = targets(WOMAN, "nnr2023").query("nutrient == 'magnesium'").set_index("label")
    assert table.loc["provisional AR", "kind"] == "guidance"
    assert "average_requirement" not in set(table["kind"])


def test_an_unknown_authority_names_a_near_one() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'nnr2023'"):
        targets(WOMAN, "nnr2013")


def test_a_file_of_one_s_own(tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    row = "Vitamin D,recommended,RDA,any,18,,general,800,IU,total,2026,our protocol\n"
    path.write_text(HEADER + row, encoding="utf-8")
    table = targets(WOMAN, path)
    assert table["authority"].tolist() == ["clinic"]
    assert table[["nutrient", "amount", "unit"]].values.tolist() == [["vitamin_d", 20, "µg"]]
    assert targets(Profile("male", 17), path).empty


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("iron,recommended,RDA,any,18,,general,8,mg,total,2026,x", "line 2.*nutrient"),
        ("calcium,wish,RDA,any,18,,general,8,mg,total,2026,x", "line 2.*kind"),
        ("calcium,recommended,RDA,any,18,,general,8,kcal,total,2026,x", "line 2.*unit"),
        ("calcium,recommended,RDA,any,old,,general,8,mg,total,2026,x", "line 2"),
        ("calcium,recommended,RDA,both,18,,general,8,mg,total,2026,x", "line 2.*sex"),
    ],
)
def test_a_bad_row_of_one_s_own_is_named(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(TableError, match=message):
        read_reference(path)


def test_absent_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("nutrient,amount\ncalcium,8\n", encoding="utf-8")
    with pytest.raises(TableError, match="'kind'"):
        read_reference(path)
