"""Judge the plausible ranges on days whose totals are known, beside two simple rivals.

For each set of days and nutrient: share of days whose true total is inside / median width over
estimate / median relative error of the estimate / score, the mean of (high − low) + 20 × the
distance by which the truth lies outside, over the mean truth: smaller is better. Then the bars.

The rivals: one constant factor per nutrient and wording about the estimate, learnt on made days of
the other half of the names; and the first candidate ± 25 %. With ``--held-out`` the constants of
the model are fitted on that other half too (the matcher's coefficients stay as shipped).
"""

from __future__ import annotations

import argparse
import csv
import math
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from name_examples import SHARED
from range_days import SHOWN, Days, Maker, recall_days

import nutrigap as ng
from nutrigap import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nutrigap.fdc import FoodStore

# Per day: differences in less than this do not matter.
FLOORS = {"vitamin_d": 0.5, "magnesium": 20.0, "calcium": 50.0, "potassium": 100.0,
          "vitamin_b12": 0.2}  # fmt: skip
WAYS = ("model", "factor", "top-1 ± 25 %")
WORDINGS = ("short", "long", "strangers")
RELEASES = ("2019-2020", "2017-2018")
# Most that the median score and width of the short sets may be, and the same for "good".
SCORE_MUST = {"vitamin_d": 1.13, "magnesium": 0.61, "calcium": 0.79, "potassium": 0.58,
              "vitamin_b12": 1.55}  # fmt: skip
WIDTH_SHORT = {"vitamin_d": (1.1, 0.85), "magnesium": (0.48, 0.36), "calcium": (0.68, 0.50),
               "potassium": (0.45, 0.34), "vitamin_b12": (1.2, 0.9)}  # fmt: skip
WIDTH_OWN = {"vitamin_d": (0.30, 0.22), "magnesium": (0.14, 0.09), "calcium": (0.20, 0.13),
             "potassium": (0.14, 0.09), "vitamin_b12": (0.32, 0.22)}  # fmt: skip


class Result(NamedTuple):
    """Estimate, first candidate, ends and truth of each day, of one nutrient."""

    estimate: np.ndarray
    first: np.ndarray
    low: np.ndarray
    high: np.ndarray
    truth: np.ndarray


def main() -> None:
    """Print the tables and the bars."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--store")
    options.add_argument("--made", type=int, default=300, help="how many days to make of a wording")
    options.add_argument("--held-out", action="store_true")
    chosen = options.parse_args()
    store = ng.open_store(chosen.store)
    if chosen.held_out:
        use_constants_of_the_other_half(store)
    learnt = Maker(store, 0)
    factors = {w: factors_of(analyze(learnt.days(w, chosen.made), store)) for w in WORDINGS}
    rows: list[dict[str, object]] = []
    for days in sets(store, chosen.made):
        wording = next(word for word in WORDINGS if word in days.name)
        judged = judge(days.name, analyze(days, store), factors[wording])
        show(days.name, judged)
        rows += judged
    table = pd.DataFrame(rows)
    print("\nmisses of the model, above / below the range, by nutrient")
    for nutrient, of in table[table["way"] == "model"].groupby("nutrient", sort=False):
        print(f"  {nutrient:12} {of['above'].mean():.3f} / {of['below'].mean():.3f}")
    print("\nbars: value, must, good")
    for bar in [*bars_of_days(table), *bars_of_rivals(table)]:
        print("  {:66}{:7.3f}  {}  {}".format(*bar))


def use_constants_of_the_other_half(store: FoodStore) -> None:
    """Fit the model's constants on names that no judged day is made of."""
    from range_constants import fit_all, read_names

    found = fit_all(read_names(store), store, half=0)
    print({name: round(value, 3) for name, value in found.items()})
    tables.read_constants("range_constants").update(found)


def sets(store: FoodStore, made: int) -> Iterator[Days]:
    """Made days of the half of the names that is judged, then real days if there are any."""
    maker = Maker(store, 1)
    for wording in WORDINGS:
        yield maker.days(wording, made)
    for wording in WORDINGS[:2]:
        yield maker.days(wording, made, nameless=True)
    if (SHARED / "recalls").is_dir():
        for release in RELEASES:
            for wording in ("long", "short"):
                yield recall_days(release, wording)
        eaten = store.eaten()
        energy = dict(zip(eaten["food_code"], eaten["energy"], strict=True))
        for release in RELEASES:
            yield recall_days(release, "short", energy)


def analyze(days: Days, store: FoodStore) -> dict[str, Result]:
    """What the package makes of the days, by nutrient."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "days.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["person", "date", "food", "grams", "energy (kcal)"])
            for line in days.lines:
                energy = "" if math.isnan(line.energy) else f"{line.energy:.1f}"
                out.writerow([line.person, line.date, line.food, line.grams, energy])
        analysis = ng.analyze(ng.read_diary(path), store=store)
    first = first_candidates(analysis, store)
    results = {}
    for nutrient in SHOWN:
        truth = pd.Series({person: total[nutrient] for person, total in days.truth.items()})
        table = analysis.daily[analysis.daily["nutrient"] == nutrient].set_index("person")
        table = table.reindex(truth.index)
        estimate, low, high = (table[c].to_numpy() for c in ("estimate", "low", "high"))
        top = first[nutrient].reindex(truth.index).fillna(0.0).to_numpy()
        results[nutrient] = Result(estimate, top, low, high, truth.to_numpy())
    return results


def first_candidates(analysis: ng.Analysis, store: FoodStore) -> pd.DataFrame:
    """Totals by person if every first candidate were right and what has none were nothing."""
    entries = analysis.matched_entries()
    held = store.composition(entries["fdc_id"].dropna().unique()).set_index("fdc_id")[list(SHOWN)]
    amounts = held.reindex(entries["fdc_id"].astype("float64")).to_numpy()
    amounts = np.nan_to_num(amounts) * entries["grams"].to_numpy()[:, None] / 100
    return pd.DataFrame(amounts, columns=list(SHOWN)).groupby(entries["person"].to_numpy()).sum()


def factors_of(results: dict[str, Result]) -> dict[str, float]:
    """By nutrient the factor within which nine estimates in ten lie."""
    found = {}
    for nutrient, result in results.items():
        floor = FLOORS[nutrient]
        distance = np.abs(np.log((result.truth + floor) / (result.estimate + floor)))
        found[nutrient] = float(np.exp(np.quantile(distance, 0.9)))
    return found


def judge(
    name: str, results: dict[str, Result], factors: dict[str, float]
) -> list[dict[str, object]]:
    """The numbers of each nutrient, for the model and its rivals."""
    rows = []
    for nutrient, r in results.items():
        floor, factor = FLOORS[nutrient], factors[nutrient]
        near = np.maximum((r.estimate + floor) / factor - floor, 0.0)
        ways = {
            "model": (r.estimate, r.low, r.high),
            "factor": (r.estimate, near, (r.estimate + floor) * factor - floor),
            "top-1 ± 25 %": (r.first, 0.75 * r.first, 1.25 * r.first),
        }
        for way, (estimate, low, high) in ways.items():
            outside = np.maximum(low - r.truth, 0) + np.maximum(r.truth - high, 0)
            error = np.abs(estimate - r.truth) / np.maximum(r.truth, floor)
            rows.append({
                "days": name, "nutrient": nutrient, "way": way,
                "inside": np.mean(outside <= 1e-9),
                "width": np.median((high - low) / np.maximum(estimate, floor)),
                "error": np.median(error),
                "score": np.mean(high - low + 20 * outside) / np.mean(r.truth),
                "above": np.mean(r.truth > high + 1e-9),
                "below": np.mean(r.truth < low - 1e-9),
            })  # fmt: skip
    return rows


def show(days: str, rows: list[dict[str, object]]) -> None:
    """Print the lines of one set."""
    print(f"{days:32}" + "".join(f"{nutrient:>22}" for nutrient in SHOWN))
    for way in WAYS:
        cells = ["{inside:.2f}/{width:.2f}/{error:.2f}/{score:.2f}".format(**row)
                 for row in rows if row["way"] == way]  # fmt: skip
        print(f"  {way:30}" + "".join(f"{cell:>22}" for cell in cells), flush=True)


Bar = tuple[str, float, str, str]


def bars_of_days(table: pd.DataFrame) -> Iterator[Bar]:
    """Inside, score and width of the real days, inside of the made days."""
    model = table[table["way"] == "model"]
    made = model[model["days"].str.startswith("made")]
    for wording, (least, most) in {"short": (0.88, 0.97), "long": (0.88, 0.97),
                                   "strangers": (0.80, 0.97)}.items():  # fmt: skip
        of = made.loc[made["days"] == f"made days, {wording}", "inside"]
        yield _within(f"made days, {wording}: least inside of a nutrient", of.min(), least, 1.0)
        yield _within(f"made days, {wording}: greatest inside of a nutrient", of.max(), 0, most)
    blank = model.loc[model["days"].str.endswith("nameless"), "inside"]
    yield _between("a fifth nameless: mean inside", blank.mean(), (0.88, 1.0), (0.90, 0.95))
    yield _within("a fifth nameless: least inside", blank.min(), 0.82, 1.0)
    named = ~model["days"].str.endswith("nameless")
    real = model[model["days"].str.startswith("real") & named]
    if real.empty:
        return
    yield _between("real days: mean inside", real["inside"].mean(), (0.88, 0.95), (0.89, 0.93))
    for nutrient, inside in real.groupby("nutrient", sort=False)["inside"].mean().items():
        yield _between(f"real days: inside, {nutrient}", inside, (0.85, 0.97), (0.87, 0.95))
    yield _between(
        "real days: least inside of any cell", real["inside"].min(), (0.82, 1), (0.85, 1)
    )
    short = real[real["days"].str.endswith("short")].groupby("nutrient", sort=False)
    for nutrient, score in short["score"].mean().items():
        most = SCORE_MUST[nutrient]
        yield _between(f"short: score, {nutrient}", score, (0, most), (0, most * 0.9 / 1.15))
    for nutrient, width in short["width"].mean().items():
        must, good = WIDTH_SHORT[nutrient]
        yield _between(f"short: median width, {nutrient}", width, (0, must), (0, good))
    own = real[real["days"] == f"real days, {RELEASES[0]}, long"].set_index("nutrient")["width"]
    for nutrient, (must, good) in WIDTH_OWN.items():
        yield _between(
            f"own wording: median width, {nutrient}", own[nutrient], (0, must), (0, good)
        )


def bars_of_rivals(table: pd.DataFrame) -> Iterator[Bar]:
    """The model's score against those of its rivals."""
    wide = table.pivot_table(index=["days", "nutrient"], columns="way", values="score")
    named = wide[~wide.index.get_level_values("days").str.endswith("nameless")]
    better = float((named["model"] < named["factor"]).mean())
    yield _between("score: cells better than one factor", better, (0.8, 1), (0.9, 1))
    for rival in WAYS[1:]:
        means = named.groupby("nutrient")[["model", rival]].mean()
        worst = float((means["model"] / means[rival]).max())
        yield _between(f"score: greatest ratio to {rival}", worst, (0, 1), (0, 1))


def _within(name: str, value: float, least: float, most: float) -> Bar:
    return _between(name, value, (least, most), (least, most))


def _between(name: str, value: float, must: tuple[float, float], good: tuple[float, float]) -> Bar:
    marks = ("met" if low <= value <= high else "MISSED" for low, high in (must, good))
    return (name, float(value), *marks)


if __name__ == "__main__":
    main()
