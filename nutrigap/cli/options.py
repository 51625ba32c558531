"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Files = Annotated[
    list[Path],
    typer.Argument(help="Diary exports, zip archives or folders of them; all are read together."),
]
Csv = Annotated[bool, typer.Option("--csv", help="Print the table as CSV and nothing else.")]
Format = Annotated[
    str | None, typer.Option("--format", help="Name of the format, if it cannot be told.")
]
Dates = Annotated[
    str | None, typer.Option(help="day-first or month-first, where 3/4/2026 cannot tell.")
]
DailyValues = Annotated[
    Literal["fda_dv", "fda_dv_old", "eu_nrv", "ca_dv"] | None,
    typer.Option(help="What columns in percent are shares of; unknown if left out."),
]
Columns = Annotated[
    Path | None,
    typer.Option(
        help="What the columns of an unknown table mean ('nutrigap identify --columns').",
        dir_okay=False,
    ),
]
App = Annotated[
    list[str] | None,
    typer.Option(help="The app to read where a phone's export holds several; repeat for two."),
]
Store = Annotated[
    Path | None, typer.Option(help="Food store made by 'nutrigap foods build'.", dir_okay=False)
]
Foods = Annotated[
    Path | None,
    typer.Option(help="CSV of your own foods or recipes; they beat every table.", dir_okay=False),
]
Remembered = Annotated[
    Path | None,
    typer.Option(help="Answers of 'nutrigap review'; your own file if left out.", dir_okay=False),
]
Sex = Annotated[str | None, typer.Option(help="Column of the reference table: female or male.")]
Age = Annotated[float | None, typer.Option(help="Age in years on the last day of the diary.")]
LifeStage = Annotated[str, typer.Option(help="general, pregnant or lactating.")]
Trimester = Annotated[
    int | None, typer.Option(help="1, 2 or 3, where the authority sets a value for one.")
]
People = Annotated[
    Path | None,
    typer.Option(help="CSV with person, sex, age (or birth_date), life_stage; one row each."),
]
Authority = Annotated[
    str, typer.Option(help="Reference set ('nutrigap authorities'), or a CSV in its shape.")
]
From = Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")]
To = Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.")]
Last = Annotated[str | None, typer.Option(help="Only the last days of the diary, such as 28d.")]
Prefer = Annotated[
    Literal["stated", "table"],
    typer.Option(help="Which value wins: 'stated' by the export or from the food 'table'."),
]
Weight = Annotated[
    float | None, typer.Option(help="Body weight in kg, to ask whether the energy is plausible.")
]
Height = Annotated[float | None, typer.Option(help="Height in cm, for the same question.")]
Activity = Annotated[
    str | None, typer.Option(help="low, moderate, active or very_active, for the same question.")
]
Condition = Annotated[
    list[str] | None,
    typer.Option(help="What changes the advice, such as kidney_disease, warfarin, vegan; repeat."),
]
NoCondition = Annotated[
    list[str] | None,
    typer.Option(help="What was asked and denied, such as kidney_disease; repeat."),
]
HideEnergy = Annotated[
    bool,
    typer.Option("--hide-energy", help="No energy, weight or percentages, and no food ideas."),
]
Supplements = Annotated[
    Path | None,
    typer.Option(
        help="CSV of what is taken by habit: name, dose, unit, times_per_day (or _week, _month).",
        dir_okay=False,
    ),
]
Water = Annotated[
    str | None,
    typer.Option(help="Minerals of the water at home in mg a litre: calcium=80,magnesium=20."),
]
Units = Annotated[
    Literal["si", "us"],
    typer.Option(help="Units on screen: si, or us (vitamin D in IU). Tables keep theirs."),
]
By = Annotated[
    Literal["day", "person"], typer.Option(help="Totals of each day, or means of each person.")
]
Without = Annotated[
    list[str] | None,
    typer.Option(help="Foods that no idea may name, such as dairy,fish,nuts,gluten,vegan; repeat."),
]
GuideAmounts = Annotated[
    bool,
    typer.Option("--guide-amounts", help="Aim at guide amounts (AI) too; they are never gaps."),
]


def parted(words: list[str] | None) -> tuple[str, ...]:
    """Words of an option, whether given one by one or parted by commas.

    Examples
    --------
    >>> parted(["dairy, fish", "nuts"])
    ('dairy', 'fish', 'nuts')
    """
    return tuple(w.strip() for given in words or () for w in given.split(",") if w.strip())
