"""The foods that diary entries mean."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any, NamedTuple

from nutrigap import units
from nutrigap.names import Query
from nutrigap.schema import CANDIDATES, MATCHES

if TYPE_CHECKING:
    from pandas import DataFrame

    from nutrigap.names import Answers, Candidate, Finder, RememberingFinder

_RANKS = 5
_MATCHED_KINDS = ("food", "water")


class Matched(NamedTuple):
    """MATCHES, up to five ranks, and CANDIDATES, all that the range is drawn from."""

    matches: DataFrame
    candidates: DataFrame


def match_foods(entries: DataFrame, finder: Finder | RememberingFinder) -> Matched:
    """Foods for each distinct ``match_id`` of a diary.

    Parameters
    ----------
    entries : DataFrame
        DIARY. Kinds other than food and water are not matched.
    finder : Finder or RememberingFinder
        Finds names in one food store, with the user's answers or without.

    Returns
    -------
    Matched
        MATCHES with one row of method ``none`` where nothing fits, and CANDIDATES.

    Examples
    --------
    >>> from nutrigap.schema import DIARY
    >>> matched = match_foods(DIARY.empty(), None)
    >>> len(matched.matches), len(matched.candidates)
    (0, 0)
    """
    matches: list[dict[str, Any]] = []
    candidates: list[dict[str, Any]] = []
    found: dict[Query, list[Candidate]] = {}
    for row in entries.drop_duplicates("match_id").itertuples(index=False):
        query = query_of(row)
        eaten = row.kind in _MATCHED_KINDS and (
            query.food or query._replace(format=None) != Query(None)
        )
        if eaten and query not in found:
            found[query] = finder.find(query)
        listed = found[query] if eaten else []
        matches += _ranks(row.match_id, listed)
        candidates += [
            {"match_id": row.match_id, "fdc_id": c.fdc_id, "weight": c.weight} for c in listed
        ]
    return Matched(MATCHES.frame(matches), CANDIDATES.frame(candidates))


def chosen(matches: DataFrame) -> DataFrame:
    """The candidate that is used for each ``match_id``: rank 1.

    Parameters
    ----------
    matches : DataFrame
        MATCHES.

    Returns
    -------
    DataFrame
        MATCHES, one row a ``match_id``.

    Examples
    --------
    >>> chosen(MATCHES.empty()).empty
    True
    """
    return matches[matches["rank"] == 1].reset_index(drop=True)


def given_up(entries: DataFrame, answers: Answers) -> set[int]:
    """Food texts of which the user said that nobody will ever know what they were.

    Parameters
    ----------
    entries : DataFrame
        DIARY.
    answers : Answers
        What the user answered.

    Returns
    -------
    set of int
        Their ``match_id``.

    Examples
    --------
    >>> from nutrigap.names import Answers
    >>> from nutrigap.schema import DIARY
    >>> given_up(DIARY.empty(), Answers())
    set()
    """
    if not len(answers):
        return set()
    names = entries.drop_duplicates("match_id")[["match_id", "food", "brand", "format"]]
    return {
        int(match_id)
        for match_id, *name in names.itertuples(index=False)
        if answers.about(*map(_text, name)).unknown
    }


def query_of(row: Any) -> Query:
    """What a diary row asks; texts without their outer blanks, so that equal names are one.

    Parameters
    ----------
    row : named tuple
        A row of DIARY as ``itertuples`` gives it.
    """
    return Query(
        food=_text(row.food),
        brand=_text(row.brand),
        amount=_text(row.measure),
        food_code=_text(row.food_code),
        fdc_id=None if _absent(row.fdc_id) else int(row.fdc_id),
        gtin=_text(row.gtin),
        grams=_grams(row),
        energy_kcal=_number(row.energy_kcal),
        protein_g=_number(row.protein_g),
        carbohydrate_g=_number(row.carbohydrate_g),
        fat_g=_number(row.fat_g),
        category=_text(row.category),
        format=_text(row.format),
    )


def _grams(row: Any) -> float:
    """The stated mass; a volume as if it were water, where no energy could be misread by it."""
    if not _absent(row.grams) or not _absent(row.energy_kcal) or _absent(row.quantity):
        return _number(row.grams)
    measure = units.find_measure(_text(row.measure) or "")
    volume = measure and measure.millilitres
    return float(row.quantity) * volume if volume else nan


def _absent(value: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(value))


def _number(value: Any) -> float:
    # One NaN object, so that queries without a number compare equal.
    return nan if _absent(value) else float(value)


def _text(value: Any) -> str | None:
    return None if _absent(value) else str(value).strip() or None


def _ranks(match_id: Any, listed: list[Candidate]) -> list[dict[str, Any]]:
    if not listed:
        nothing = {"rank": 1, "probability": 0.0, "weight": 0.0, "method": "none"}
        return [{"match_id": match_id, **nothing}]
    return [
        {"match_id": match_id, "rank": rank, **candidate._asdict()}
        for rank, candidate in enumerate(listed[:_RANKS], start=1)
    ]
