"""The picture of the README, from the sample diary and the packaged foods.

Run it: ``python data/derive/pictures.py``.
"""

from pathlib import Path

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt

import nutrigap as ng

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "data" / "pictures" / "magnesium-days.png"


def main() -> None:
    """Draw daily magnesium and save it."""
    diary = ng.read_diary(ROOT / "data" / "samples" / "cronometer-week.csv")
    store = ng.open_store(ROOT / "nutrigap" / "tables" / "foods.sqlite")
    result = ng.analyze(diary, ng.Profile(sex="female", age_years=34), store=store)
    figure, axes = plt.subplots(figsize=(8, 2.6), layout="constrained")
    ng.plot_days(result.daily, result.targets, "magnesium", ax=axes, days=result.days)
    PICTURE.parent.mkdir(exist_ok=True)
    figure.savefig(PICTURE, dpi=150, metadata={"Software": None})


if __name__ == "__main__":
    main()
