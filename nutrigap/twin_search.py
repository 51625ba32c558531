"""Twins of products are looked for in a food store."""

from __future__ import annotations

import json
from math import nan
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.enriched import holds_added
from nutrigap.likely_added import likely_added
from nutrigap.names import Query
from nutrigap.twins import Generic, impute, twins_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pandas import DataFrame

    from nutrigap.fdc import FoodStore
    from nutrigap.names import Finder
    from nutrigap.twins import Imputed

_LABELLED = ("branded", "user")
_WITH_ADDED = ("vitamin_b12", "vitamin_b12_added")
_MACROS = ("energy", "protein", "carbohydrate", "fat")


class Product(NamedTuple):
    """A product.

    Parameters
    ----------
    fdc_id : int
        Its number.
    name : str
        Its name.
    category : str
        Its category on the label, or nothing.
    amounts : mapping of str to float
        Amounts in 100 g [canonical units].
    added : frozenset of str, optional
        Nutrients that its ingredients show to be added; ``None`` where nobody knows them.
    """

    fdc_id: int
    name: str
    category: str
    amounts: Mapping[str, float]
    added: frozenset[str] | None = None


def find_twins(
    products: Sequence[Product],
    store: FoodStore,
    constants: Mapping[str, float],
    *,
    wanted: Iterable[str],
    without: Iterable[int] = (),
) -> dict[int, dict[str, Imputed]]:
    """What products do not state, by product and nutrient.

    Parameters
    ----------
    products : sequence of Product
        What is stated [canonical units].
    store : FoodStore
        Where generic foods are found by name.
    constants : mapping of str to float
        ``twin_constants.csv``.
    wanted : iterable of str
        Nutrients to impute.
    without : iterable of int
        Foods that may be nobody's twin.

    Returns
    -------
    dict of int to dict of str to Imputed
        Products for which nothing is found are not among them.
    """
    wanted, without = list(wanted), set(without)
    named = {p.fdc_id: _named(p, store.generic_finder, without) for p in products}
    candidates = {i for beliefs in named.values() for i in beliefs}
    table, called = store.composition(candidates), _called(store, candidates)
    held = {fdc_id: _natural(amounts) for fdc_id, amounts in _amounts(table).items()}
    found = {}
    for product in products:
        generic = [Generic(i, b, held[i]) for i, b in named[product.fdc_id].items()]
        values: dict[str, Imputed] = {}
        for kept, keys in _kept(product, generic, called, constants, wanted).items():
            some = [g for g in generic if g.fdc_id in kept]
            values |= _imputed(product, some, called, constants, keys)
        found[product.fdc_id] = {key: values[key] for key in wanted if key in values}
    return {fdc_id: values for fdc_id, values in found.items() if values}


def _kept(
    product: Product,
    generic: Sequence[Generic],
    called: Mapping[int, tuple[str, str]],
    constants: Mapping[str, float],
    wanted: Iterable[str],
) -> dict[frozenset[int], list[str]]:
    """The foods that may be a product's twins, with the nutrients for which they may be.

    Where the ingredients are known and show no addition, foods with one are no twins.
    """
    found: dict[frozenset[int], list[str]] = {}
    for key in wanted:
        kept = frozenset(
            g.fdc_id
            for g in generic
            if product.added is None
            or not holds_added(key, *called[g.fdc_id], g.amounts, constants)
        )
        found.setdefault(kept, []).append(key)
    return found


def _imputed(
    product: Product,
    generic: Sequence[Generic],
    called: Mapping[int, tuple[str, str]],
    constants: Mapping[str, float],
    wanted: Iterable[str],
) -> dict[str, Imputed]:
    twins = twins_of(product.amounts, generic, constants)
    added = _added(product, [called[twin.fdc_id][1] for twin in twins], constants)
    return impute(
        product.amounts,
        _of_one_kind(twins),
        constants,
        wanted=[key for key in wanted if key not in added],
        explained=product.added or (),
    )


def _added(
    product: Product, classes: Iterable[str], constants: Mapping[str, float]
) -> frozenset[str]:
    """What was added, or may have been where nobody knows."""
    if product.added is not None:
        return product.added
    least_share = constants["fortified_share"]
    return likely_added(product.amounts, product.category, classes, least_share)


def _called(store: FoodStore, fdc_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Descriptions and categories."""
    rows = store.read(
        "SELECT fdc_id, description, category FROM food"
        " WHERE fdc_id IN (SELECT value FROM json_each(?))",
        json.dumps(sorted(fdc_ids)),
    )
    return {fdc_id: (description, category or "") for fdc_id, description, category in rows}


def _named(product: Product, finder: Finder, without: set[int]) -> dict[int, float]:
    """Generic foods of a similar name and category, with the belief in each."""
    energy, protein, carbohydrate, fat = (product.amounts.get(key, nan) for key in _MACROS)
    query = Query(
        product.name,
        brand=product.category or None,
        grams=100.0,
        energy_kcal=energy,
        protein_g=protein,
        carbohydrate_g=carbohydrate,
        fat_g=fat,
    )
    own = {product.fdc_id} | without
    return {
        candidate.fdc_id: candidate.weight
        for candidate in finder.find(query)
        if candidate.fdc_id not in own and candidate.data_type not in _LABELLED
    }


def products_of(
    foods: DataFrame,
    composition: DataFrame,
    additions: Mapping[int, frozenset[str]] | None = None,
) -> list[Product]:
    """The labelled products among foods.

    Parameters
    ----------
    foods : DataFrame
        FOODS.
    composition : DataFrame
        COMPOSITION [canonical units per 100 g].
    additions : mapping of int to frozenset of str, optional
        Nutrients added to foods whose ingredients are known, by fdc_id.

    Returns
    -------
    list of Product
        Branded foods and the user's own; unknown amounts are absent.
    """
    labelled = foods[foods["data_type"].isin(_LABELLED)]
    if labelled.empty:
        return []
    held, added = _amounts(composition), additions or {}
    texts = labelled[["fdc_id", "description", "category"]].fillna("").to_numpy().tolist()
    return [
        Product(int(i), name, category, held[i], added.get(i))
        for i, name, category in texts
        if i in held
    ]


def _amounts(composition: DataFrame) -> dict[int, dict[str, float]]:
    """Known amounts by food and nutrient."""
    keys = [key for key in composition.columns if key != "fdc_id"]
    rows = composition[keys].to_numpy().tolist()
    return {
        int(fdc_id): {key: v for key, v in zip(keys, row, strict=True) if v == v}
        for fdc_id, row in zip(composition["fdc_id"].tolist(), rows, strict=True)
    }


def _natural(amounts: dict[str, float]) -> dict[str, float]:
    """Amounts without what was added to the food, where the table tells.

    A US label must state a vitamin that was added (21 CFR 101.9(c)(8)(ii)): one that it does not
    state is what the ingredients hold by themselves.
    """
    total, added = (amounts.get(key, nan) for key in _WITH_ADDED)
    if total != total or not added > 0:
        return amounts
    return {**amounts, _WITH_ADDED[0]: max(total - added, 0.0)}


def _of_one_kind(twins: Sequence[Generic]) -> list[Generic]:
    """The twins; where one had something added, what is not known to be natural is unknown."""
    total, added = _WITH_ADDED
    if not any(twin.amounts.get(added, 0.0) > 0 for twin in twins):
        return list(twins)
    return [
        twin
        if added in twin.amounts
        else twin._replace(amounts={k: v for k, v in twin.amounts.items() if k != total})
        for twin in twins
    ]


def with_imputed(foods: DataFrame, twins: Mapping[int, Mapping[str, Imputed]]) -> DataFrame:
    """Amounts of foods with those imputed in the places of unknown ones.

    Parameters
    ----------
    foods : DataFrame
        COMPOSITION, with other columns or without [canonical units per 100 g].
    twins : mapping
        What was imputed, by fdc_id and nutrient.

    Returns
    -------
    DataFrame
        A new table.
    """
    filled = foods.copy()
    for fdc_id, values in twins.items():
        for key, value in values.items():
            unknown = (filled["fdc_id"] == fdc_id) & filled[key].isna()
            filled.loc[unknown, key] = value.amount
    return filled


def imputed_table(
    twins: Mapping[int, Mapping[str, Imputed]], units: Mapping[str, str]
) -> DataFrame:
    """What was imputed, and from which foods.

    Parameters
    ----------
    twins : mapping
        As of ``find_twins``.
    units : mapping of str to str
        Canonical units by nutrient.

    Returns
    -------
    DataFrame
        IMPUTED.
    """
    from nutrigap.schema import IMPUTED

    return IMPUTED.frame(
        {
            "fdc_id": fdc_id,
            "nutrient": key,
            "amount": value.amount,
            "low": value.low,
            "high": value.high,
            "unit": units[key],
            "tag": value.tag,
        }
        for fdc_id, values in twins.items()
        for key, value in values.items()
    )


def twin_notes(imputed: DataFrame) -> tuple[str, ...]:
    """What the reader must know about imputed values of labels; nothing where there are none.

    Parameters
    ----------
    imputed : DataFrame
        IMPUTED.
    """
    products = imputed["fdc_id"].nunique()
    if not products:
        return ()
    from nutrigap.nutrients import find

    names = ", ".join(find(key).name.lower() for key in dict.fromkeys(imputed["nutrient"]))
    whose = "one product does" if products == 1 else f"{products} products do"
    return (f"What the label of {whose} not state ({names}) is taken from similar foods.",)
