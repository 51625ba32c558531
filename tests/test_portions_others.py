"""What an amount weighs if the name means another candidate."""

import pandas as pd
from tiny import candidates, diary, weighed

from nutrigap.portions.others import likely_others, weigh_others
from nutrigap.schema import COMPOSITION, FOODS, PORTIONS
from nutrigap.tables import read_constants, read_rows


def test_only_likely_candidates_of_amounts_by_portion_are_weighed_again() -> None:
    entries = diary({"food": "rice"}, {"food": "tea"}, {"food": "soup"})
    held = weighed(entries, [100.0, 100.0, 100.0], [1, 1, 1])
    held = held.assign(grams_basis=["portion", "stated", "volume"])
    doubt = candidates(
        (1, 1, 0.6), (1, 2, 0.3), (1, 3, 0.01), (2, 1, 0.5), (2, 2, 0.4), (3, 1, 0.5), (3, 2, 0.4)
    )
    found = likely_others(held, doubt, told={3}, least=0.05)
    # food 1 is the one used, 3 is unlikely; the tea states its mass, of the soup the user tells it
    assert found[["match_id", "fdc_id"]].to_numpy().tolist() == [[1, 2]]


def test_each_candidate_has_its_own_cup() -> None:
    entries = diary({"food": "rice", "amount_text": "2 cup", "quantity": 2.0, "measure": "cup"})
    others = candidates((1, 2, 0.3), (1, 3, 0.3))
    foods = FOODS.frame(
        {"fdc_id": i, "data_type": "survey", "description": f"Rice {i}", "release": "r"}
        for i in (2, 3)
    )
    cups = PORTIONS.frame([{"fdc_id": 2, "seq": 1, "measure": "cup", "grams": 158.0,
                            "label": "1 cup", "role": "portion"}])  # fmt: skip
    masses = weigh_others(
        entries,
        others,
        cups,
        foods,
        COMPOSITION.empty(),
        spreads=read_constants("portion_spreads"),
        densities=read_rows("densities"),
    )
    assert masses.to_numpy().tolist() == [[1, 2, 316.0]]
    assert isinstance(masses, pd.DataFrame)
