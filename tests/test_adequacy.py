"""From averages to the rows of ADEQUACY."""

import math

import pandas as pd
import pytest
from verdicts import TABLES, WOMAN, day_rows, mean, verdicts

from nutrigap.adequacy import assess
from nutrigap.charts.labels import verdict_label
from nutrigap.doubts import Sayings, find_doubts
from nutrigap.methods.choose import Case, References
from nutrigap.methods.facts import Answer, Intake
from nutrigap.methods.finding import Finding
from nutrigap.methods.reasons import plain_reason
from nutrigap.methods.upper import Upper
from nutrigap.nutrients import find
from nutrigap.profile import Profile
from nutrigap.reference import targets
from nutrigap.schema import ADEQUACY, AVERAGE

WEEK = [(x, None) for x in (4.0, 5.0, 3.0, 9.0, 2.0, 6.0, 6.0)]


def outcome(table: pd.DataFrame, nutrient: str) -> tuple[str, str, str]:
    row = table.loc[nutrient]
    return row["verdict"], row["reason_code"], row["method"]


def test_a_row_for_every_nutrient_that_people_see() -> None:
    table = verdicts(mean("magnesium", 6, 196), mean("energy", 6, 1900))
    assert list(table["nutrient"]) == [
        "vitamin_d",
        "magnesium",
        "calcium",
        "potassium",
        "vitamin_b12",
    ]
    assert outcome(table, "calcium") == ("cannot_tell", "missing_data", "none")
    assert (table.loc["calcium", "days"], math.isnan(table.loc["calcium", "mean"])) == (0, True)


def test_a_row_holds_what_it_was_judged_by() -> None:
    row = verdicts(mean("magnesium", 6, 196, (180, 212), coverage=0.95)).loc["magnesium"]
    assert row["verdict"] == "likely_short"
    assert [round(row[f"probability_{end}"], 2) for end in ("adequate", "low", "high")] == [
        0.06,
        0.03,
        0.11,
    ]
    assert (row["requirement"], row["requirement_label"]) == (265, "EAR")
    assert (row["recommended"], row["recommended_label"]) == (320, "RDA")
    assert row["percent_of_recommended"] == pytest.approx(61.25)
    assert (row["upper"], row["upper_scope"], row["upper_level"]) == (350, "supplements", "below")
    assert (row["edition"], row["authority"], row["days"]) == ("1997", "us_dri", 6)
    assert row["source"].startswith("IOM 1997")


def test_calcium_and_potassium_of_the_model_sentences() -> None:
    table = verdicts(mean("calcium", 6, 1060, (980, 1140)), mean("potassium", 6, 3100))
    assert outcome(table, "calcium") == ("likely_enough", "requirement", "ear")
    assert outcome(table, "potassium") == ("likely_enough", "at_ai", "ai")
    assert round(table.loc["potassium", "probability_adequate"], 2) == 0.93
    assert table.loc["potassium", "upper_level"] == "none_set"
    assert math.isnan(table.loc["potassium", "requirement"])


def test_below_a_guide_amount_there_is_no_probability() -> None:
    row = verdicts(mean("potassium", 7, 2110)).loc["potassium"]
    assert (row["verdict"], row["reason_code"]) == ("cannot_tell", "below_ai")
    assert math.isnan(row["probability_adequate"])
    assert math.isnan(row["probability_low"])


def test_the_posterior_needs_days_and_says_what_it_would_say_without() -> None:
    row = verdicts(mean("vitamin_d", 7, 5, (4.5, 5.5)), days=day_rows("vitamin_d", WEEK)).loc[
        "vitamin_d"
    ]
    assert (row["verdict"], row["reason_code"]) == ("likely_short", "food_only_sun")
    assert row["method"] == "posterior"
    assert round(row["probability_without_diary"], 2) == 0.05


def test_without_single_days_what_varies_much_is_compared_qualitatively() -> None:
    assert outcome(verdicts(mean("vitamin_d", 7, 5)), "vitamin_d") == (
        "likely_short",
        "food_only_sun",
        "qualitative",
    )


def test_tablets_close_a_gap_and_the_food_stays_visible() -> None:
    days = day_rows("vitamin_d", [(food, 20.0) for food, _ in WEEK])
    row = verdicts(mean("vitamin_d", 7, 25, (24.5, 25.5)), days=days).loc["vitamin_d"]
    assert row["verdict"] == "likely_enough"
    assert "Food alone gave about 5 µg." in row["reason"]
    assert "food alone P = 0.07" in row["reason_professional"]
    assert row["upper_level"] == "below"


def test_limit_of_magnesium_looks_at_tablets_only() -> None:
    fed = verdicts(mean("magnesium", 7, 520), days=day_rows("magnesium", [(520.0, None)] * 7))
    assert fed.loc["magnesium", "upper_level"] == "below"
    assert fed.loc["magnesium", "upper_amount"] == 0
    dosed = verdicts(mean("magnesium", 7, 700), days=day_rows("magnesium", [(300.0, 400.0)] * 7))
    assert dosed.loc["magnesium", "upper_level"] == "above"
    assert dosed.loc["magnesium", "upper_amount"] == 400


def test_limit_of_added_magnesium_looks_at_water_too() -> None:
    days = [{**row, "water": 400.0} for row in day_rows("magnesium", [(850.0, None)] * 7)]
    row = verdicts(mean("magnesium", 7, 850), days=days, authority="efsa").loc["magnesium"]
    assert (row["upper_amount"], row["upper_level"]) == (400, "above")
    assert "Tablets and water add up to 400 mg of magnesium a day." in row["reason"]
    assert "Supplements and water 400 mg > UL 250" in row["reason_professional"]
    row = verdicts(mean("magnesium", 7, 850), days=days).loc["magnesium"]
    assert (row["upper_amount"], row["upper_level"]) == (0, "below")


def test_a_tablet_on_four_of_seven_days_counts_as_its_mean() -> None:
    days = day_rows("magnesium", [(300.0, 350.0)] * 4 + [(300.0, None)] * 3)
    row = verdicts(mean("magnesium", 7, 500), days=days).loc["magnesium"]
    assert row["upper_amount"] == pytest.approx(200)
    assert row["upper_level"] == "below"


def test_a_tablet_of_unknown_content_raises_no_alarm() -> None:
    days = day_rows("magnesium", [(300.0, None)] * 7, open_tablets=1)
    row = verdicts(mean("magnesium", 7, 300, (290, math.inf)), days=days).loc["magnesium"]
    assert row["upper_level"] == "scope_unknown"
    assert "content of a logged supplement is not known" in row["reason_professional"]
    assert row["reason_code"] != "requirement"
    vitamin = day_rows("vitamin_d", WEEK, open_tablets=1)
    row = verdicts(mean("vitamin_d", 7, 5, (4.5, math.inf)), days=vitamin).loc["vitamin_d"]
    assert (row["upper_level"], row["upper_amount"]) == ("scope_unknown", 5)
    assert "upper limit" not in row["reason"]


def test_an_unread_tablet_can_reach_a_guide_amount() -> None:
    days = day_rows("potassium", [(2171.0, None)] * 7, open_tablets=1)
    row = verdicts(mean("potassium", 7, 2171, (2050, math.inf)), days=days).loc["potassium"]
    assert (row["verdict"], row["reason_code"]) == ("cannot_tell", "missing_data")
    assert "What a tablet you logged holds is not known." in row["reason"]


def test_nothing_is_said_to_come_from_an_unread_tablet() -> None:
    days = day_rows("calcium", [(1400.0, None)] * 7, open_tablets=1)
    row = verdicts(mean("calcium", 7, 1400, (1350, math.inf)), days=days).loc["calcium"]
    assert row["verdict"] == "likely_enough"
    assert row["reason"].startswith("Your food gave about 1,400 mg of calcium a day.")
    assert "What the tablet you logged holds is not known." in row["reason"]


def test_a_known_excess_is_above_whatever_is_missing() -> None:
    row = verdicts(mean("vitamin_d", 3, 130, coverage=0.2)).loc["vitamin_d"]
    assert row["upper_level"] == "above"


def test_days_that_would_change_the_verdict_make_the_diary_incomplete() -> None:
    table = verdicts(mean("calcium", 4, 900), all_days=[mean("calcium", 9, 550)])
    assert outcome(table, "calcium") == ("cannot_tell", "diary_incomplete", "ear")
    row = table.loc["calcium"]
    assert (row["days"], row["days_all"]) == (4, 9)
    assert (row["verdict_used_days"], row["verdict_all_days"]) == ("cannot_tell", "likely_short")
    same = verdicts(mean("calcium", 4, 1400), all_days=[mean("calcium", 5, 1300)])
    assert outcome(same, "calcium") == ("likely_enough", "requirement", "ear")


def test_near_a_guide_amount_is_neither_below_nor_too_wide() -> None:
    row = verdicts(mean("potassium", 10, 2610)).loc["potassium"]
    assert row["reason_code"] == "below_ai"
    assert "close to the guide amount of 2,600" in row["reason"]
    assert verdict_label(row).startswith("Close to the guide amount")
    below = verdicts(mean("potassium", 10, 2110)).loc["potassium"]
    assert verdict_label(below).startswith("Below the guide amount")


def test_a_day_above_a_limit_is_not_what_is_usual() -> None:
    row = verdicts(mean("vitamin_d", 1, 150), days=day_rows("vitamin_d", [(150, None)]))
    found = row.loc["vitamin_d"]
    assert found["upper_level"] == "day_above"
    assert "One day was above the upper limit of 100" in found["reason"]
    assert "not the average" not in found["reason"]


def test_no_usable_day_at_all() -> None:
    row = verdicts(all_days=[mean("calcium", 9, 300)]).loc["calcium"]
    assert (row["verdict"], row["reason_code"]) == ("cannot_tell", "diary_incomplete")


def test_too_little_energy_suspends_what_is_short_and_nothing_else() -> None:
    thin = Profile("female", 34, weight_kg=65, height_cm=168)
    rows = (mean("magnesium", 6, 196), mean("calcium", 6, 1400), mean("energy", 6, 900))
    table = verdicts(*rows, profile=thin)
    assert outcome(table, "magnesium")[:2] == ("cannot_tell", "energy_low")
    assert outcome(table, "calcium")[0] == "likely_enough"
    assert table.loc["magnesium", "energy_ratio"] == pytest.approx(900 / 1369)
    assert table.loc["magnesium", "per_1000_kcal"] == pytest.approx(196 / 0.9)
    said = table.loc["magnesium", "reason_professional"]
    assert "218 mg per 1,000 kcal; finding suspended" in said


@pytest.mark.parametrize(
    ("profile", "energy", "code"),
    [
        # The floor is the resting energy of 45 kg: 9.74 × 45 + 694 = 1,132 kcal (Henry 2005).
        (WOMAN, 1131, "energy_low"),
        (WOMAN, 1133, "requirement"),
        # Of 55 kg: 14.2 × 55 + 593 = 1,374 kcal.
        (Profile("male", 34), 1373, "energy_low"),
        (Profile("male", 34), 1375, "requirement"),
        (Profile("female", 34, "pregnant"), 1000, "energy_low"),
        # Of 28 kg: 18.4 × 28 + 581 = 1,096 kcal.
        (Profile("male", 12), 1090, "energy_low"),
        (Profile("male", 12), 1100, "requirement"),
        # Weight counts where limits for it exist: 10 × 80 + 6.25 × 170 − 170 − 161 = 1,531.5 kcal.
        (Profile("female", 34, weight_kg=80, height_cm=170), 1600, "energy_low"),
        (Profile("female", 34, weight_kg=80, height_cm=170), 1700, "requirement"),
    ],
)
def test_energy_below_what_a_body_needs(profile: Profile, energy: float, code: str) -> None:
    row = verdicts(mean("magnesium", 7, 90), mean("energy", 7, energy), profile=profile).loc[
        "magnesium"
    ]
    assert row["reason_code"] == code
    assert row["energy_check"] == ("low" if code == "energy_low" else "plausible")


def test_too_little_energy_also_suspends_what_is_below_a_guide_amount() -> None:
    row = verdicts(mean("potassium", 1, 770), mean("energy", 1, 274)).loc["potassium"]
    assert (row["verdict"], row["reason_code"]) == ("cannot_tell", "energy_low")
    assert "guide amount" not in row["reason"]


@pytest.mark.parametrize("energy", [8001, 27_400])
def test_nothing_is_judged_from_amounts_that_nobody_eats(energy: float) -> None:
    rows = (mean("calcium", 7, 9000), mean("potassium", 7, 9000), mean("magnesium", 7, 90))
    table = verdicts(*rows, mean("energy", 7, energy))
    for nutrient in ("calcium", "potassium", "magnesium"):
        assert outcome(table, nutrient)[:2] == ("cannot_tell", "diary_incomplete")
    row = table.loc["calcium"]
    assert row["energy_check"] == "implausibly high"
    said = f"amounts that nobody eats in a day, such as {energy:,} kcal. Please check them."
    assert said in row["reason"]
    shy = Profile("female", 34, conditions=("eating_disorder",))
    table = verdicts(*rows, mean("energy", 7, energy), profile=shy)
    assert "kcal" not in table.loc["calcium", "reason"]


def test_what_would_help_there_is_a_check_of_the_amounts() -> None:
    table = verdicts(mean("calcium", 7, 9000), mean("energy", 7, 27_400))
    row = table.loc["calcium"]
    assert verdict_label(row) == "Amounts that cannot be true"
    nothing = pd.DataFrame(columns=["person", "nutrient"])
    doubts = find_doubts(table, nothing, Sayings(TABLES.thresholds, TABLES.wording))
    said = doubts.set_index("nutrient").loc["calcium", "sentence"]
    assert said == "What would help most: a check of the amounts in the file."


@pytest.mark.parametrize(("needed", "number"), [(math.inf, False), (math.nan, False), (4, True)])
def test_days_are_only_numbered_where_a_number_helps(needed: float, number: bool) -> None:
    answer = Answer("cannot_tell", "borrowed", "posterior", days_needed=needed)
    case = Case("vitamin_d", WOMAN, Intake(1, 2.5, 2.4, 2.6, 2.5, 1.0), References())
    finding = Finding(case, find("vitamin_d"), "us_dri", answer, Upper("none_set"))
    said = plain_reason(finding, TABLES.wording)
    assert ("At least 4 full days would help." in said) is number
    assert "not known" not in said


def test_a_great_deal_of_energy_is_still_judged() -> None:
    row = verdicts(mean("calcium", 7, 1800), mean("energy", 7, 7999)).loc["calcium"]
    assert (row["verdict"], row["energy_check"]) == ("likely_enough", "plausible")


def test_no_reference_and_gate() -> None:
    table = verdicts(mean("potassium", 7, 3000), authority="india")
    assert outcome(table, "potassium") == ("cannot_tell", "no_reference", "none")
    injected = Profile("female", 34, conditions=("b12_injection",))
    table = verdicts(mean("vitamin_b12", 7, 9), profile=injected)
    assert outcome(table, "vitamin_b12") == ("not_judged", "gate", "none")


def test_a_vegan_without_b12_is_told() -> None:
    vegan = Profile("female", 34, conditions=("vegan",))
    days = day_rows("vitamin_b12", [(0.1, None)] * 14)
    row = verdicts(mean("vitamin_b12", 14, 0.1), profile=vegan, days=days).loc["vitamin_b12"]
    assert (row["verdict"], row["method"]) == ("likely_short", "qualitative")
    assert row["reason"].startswith("Plants have no B12 you can count on.")


def test_the_same_diary_against_other_authorities() -> None:
    row = mean("magnesium", 14, 290, (280, 299))
    found = {name: outcome(verdicts(row, authority=name), "magnesium") for name in
             ("us_dri", "uk", "efsa")}  # fmt: skip
    assert found == {
        "us_dri": ("cannot_tell", "close_to_line", "ear"),
        "uk": ("likely_enough", "requirement", "ear"),
        "efsa": ("cannot_tell", "below_ai", "ai"),
    }


def test_persons_are_judged_by_their_own_values() -> None:
    rows = [mean("potassium", 14, 3000) | {"person": p} for p in ("ann", "bob")]
    profiles = {"ann": WOMAN, "bob": Profile("male", 34)}
    own = pd.concat([targets(p).assign(person=name) for name, p in profiles.items()])
    table = assess(AVERAGE.frame(rows), own, profiles, TABLES).set_index(["person", "nutrient"])
    assert table.loc[("ann", "potassium"), "verdict"] == "likely_enough"
    assert table.loc[("bob", "potassium"), "reason_code"] == "below_ai"


def test_nobody_is_judged_without_a_profile() -> None:
    own = targets(WOMAN).assign(person="me")
    table = assess(AVERAGE.frame([mean("calcium", 3, 900)]), own, {}, TABLES)
    assert table.empty
    assert list(table.columns) == ADEQUACY.names


def test_potassium_of_children_rests_on_a_labelled_assumption() -> None:
    # AI 2300 (IOM 2019, boys of 4 to 8); 40 % of 3000 is 1200: z = 700 / (1200 / √7) = 1.54.
    row = verdicts(mean("potassium", 7, 3000), profile=Profile("male", 6)).loc["potassium"]
    assert (row["verdict"], row["method"]) == ("likely_enough", "ai")
    assert row["probability_adequate"] == pytest.approx(0.94, abs=0.005)
    assert (row["sd_within"], row["spread_confidence"]) == (pytest.approx(1200), "assumption")
    assert "assumption: 40 % of the person's own mean" in row["reason_professional"]
    nothing = verdicts(mean("potassium", 7, 0), profile=Profile("male", 6)).loc["potassium"]
    assert nothing["reason_code"] == "below_ai"
