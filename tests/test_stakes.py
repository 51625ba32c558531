"""Questions come in the order of what hangs on them; every number here is worked out by hand."""

import pandas as pd
import pytest
from tiny import candidates, chosen, diary, weighed

from nutrigap.schema import CANDIDATES, COMPOSITION, CONTRIBUTIONS, QUESTIONS
from nutrigap.stakes import density_spread, rank_questions

FOODS = COMPOSITION.frame(
    [{"fdc_id": 1, "magnesium": 60.0, "calcium": 0.0}, {"fdc_id": 2, "magnesium": 20.0}]
)
# Two foods that equally many people eat: magnesium 40 ± 20, calcium 100 ± 0.
EATEN = pd.DataFrame(
    {"magnesium": [20.0, 60.0], "calcium": [100.0, None], "popularity": [5.0, 5.0]}
)
KEYS = ["magnesium", "calcium"]


def spread(*rows: tuple[int, int, float]) -> pd.DataFrame:
    return density_spread(candidates(*rows), FOODS, EATEN, KEYS)


def test_one_certain_food_has_no_spread() -> None:
    assert spread((1, 1, 1.0)).loc[1].tolist() == [0.0, 0.0]


def test_two_equal_candidates_lie_half_their_distance_apart() -> None:
    found = spread((1, 1, 0.5), (1, 2, 0.5))
    assert found.loc[1, "magnesium"] == pytest.approx(20)
    # Calcium: the first has none and the other is like it; of the other alone it is any food's.
    assert found.loc[1, "calcium"] == 0
    assert spread((1, 2, 1.0)).loc[1, "calcium"] == pytest.approx(0)
    assert spread((1, 2, 1.0), (1, 1, 0.0)).loc[1, "magnesium"] == 0


def test_a_value_measured_in_no_candidate_is_that_of_any_food() -> None:
    found = density_spread(candidates((1, 2, 1.0)), FOODS.assign(magnesium=float("nan")), EATEN,
                           KEYS)  # fmt: skip
    assert found.loc[1, "magnesium"] == pytest.approx(20)


def test_what_the_weights_lack_is_any_food() -> None:
    # Half 60, half 40 ± 20: mean 50, mean square (3600 + 2000) / 2, variance 300.
    assert spread((1, 1, 0.5)).loc[1, "magnesium"] == pytest.approx(300**0.5)
    assert spread().loc[-1].tolist() == pytest.approx([20.0, 0.0])


def contributions(entries: pd.DataFrame, basis: list[str]) -> pd.DataFrame:
    return CONTRIBUTIONS.frame(
        {"entry_id": e, "nutrient": "magnesium", "basis": b, "amount": 1.0}
        for e, b in zip(entries["entry_id"], basis, strict=True)
    )


def ranked(
    entries: pd.DataFrame, grams: list[float], methods: list[str], basis: list[str] | None = None
) -> pd.DataFrame:
    count = len(entries)
    found = chosen(entries, [0.4] * count).assign(method=methods)
    return rank_questions(
        entries,
        weighed(entries, grams, [1] * count),
        found,
        contributions(entries, basis or ["table"] * count),
        density_spread(CANDIDATES.empty(), FOODS, EATEN, KEYS),
        scales={"magnesium": 400.0},
        usual_grams=50.0,
    )


def test_a_question_is_a_name_with_all_its_entries() -> None:
    entries = diary(
        {"food": "Mystery pie", "amount_text": "1 slice"},
        {"food": "stew"},
        {"food": "mystery  pie", "amount_text": "2 slices"},
        {"food": "mystery pie", "brand": "Acme"},
    )
    found = ranked(entries, [100.0, 150.0, 200.0, 60.0], ["text"] * 4)
    QUESTIONS.check(found)
    # 20 mg per 100 g of 300 g, 150 g and 60 g, over 400 mg.
    assert found["food"].tolist() == ["Mystery pie", "stew", "mystery pie"]
    assert found["stake"].tolist() == pytest.approx([0.15, 0.075, 0.03])
    assert found["times"].tolist() == [2, 1, 1]
    assert found["share"].sum() == pytest.approx(1)


def test_nobody_is_asked_what_is_known() -> None:
    entries = diary(*({"food": f"food {n}"} for n in range(5)), {"kind": "supplement"})
    methods = ["user", "code", "barcode", "text", "none", "none"]
    basis = ["table", "table", "table", "stated", "table", "dose"]
    found = ranked(entries, [100.0] * 6, methods, basis)
    assert found["food"].tolist() == ["food 4"]


def test_an_unknown_mass_is_the_usual_one() -> None:
    found = ranked(diary({"food": "pie"}), [float("nan")], ["none"])
    assert found["stake"].tolist() == pytest.approx([20 * 50 / 100 / 400])


def test_no_question_without_a_diary() -> None:
    assert ranked(diary(), [], []).empty
