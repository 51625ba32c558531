"""Apple Health: ``export.xml``, one record a nutrient and food, from every app of the phone."""

from __future__ import annotations

from collections import defaultdict
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from nutrigap.diary.base import DiaryFormat, Flat
from nutrigap.diary.phone import Collected, Eaten
from nutrigap.diary.xml_stream import Handlers, stream_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nutrigap.diary.base import Source

_DIETARY = "HKQuantityTypeIdentifierDietary"
_CORRELATION = "HKCorrelationTypeIdentifierFood"
_NUTRIENTS = {
    "EnergyConsumed": "energy",
    "Protein": "protein",
    "Carbohydrates": "carbohydrate",
    "FatTotal": "fat",
    "VitaminD": "vitamin_d",
    "Magnesium": "magnesium",
    "Calcium": "calcium",
    "Potassium": "potassium",
    "VitaminB12": "vitamin_b12",
    "Thiamin": "thiamin",
    "VitaminB6": "vitamin_b6",
    "VitaminK": "vitamin_k",
    "Sodium": "sodium",
    "Phosphorus": "phosphorus",
    "Water": "water",
}
_FOOD, _BRAND = "HKFoodType", "HKFoodBrandName"
_NOTHING = "names no food, and states no nutrient that is read here"
# In HealthKit "Cal" is the large and "cal" the small calorie; volumes are of water [g].
_RATIOS = {
    "cal": (1e-3, "kcal"),
    "J": (1e-3, "kJ"),
    "mL": (1.0, "g"),
    "L": (1e3, "g"),
    "fl_oz_us": (29.5735, "g"),
    "fl_oz_imp": (28.4131, "g"),
}


class _Statement(NamedTuple):
    """One dietary record."""

    line: int
    nutrient: str
    origin: str
    start: str
    value: str
    unit: str
    food: str
    brand: str

    @property
    def same(self) -> tuple[str, ...]:
        """What a repetition shares with it."""
        return self.nutrient, self.origin, self.start, self.value, self.unit


class _Collector:
    """Gathers dietary records; of all others it keeps only how many there are."""

    def __init__(self) -> None:
        self.statements: list[_Statement] = []
        self.repeated: list[_Statement] = []
        self.others = self.first_other = 0
        self._line = 0
        self._record: dict[str, str] | None = None
        self._meal: list[_Statement] | None = None
        self._words: dict[str, str] = {}
        self._meal_words: dict[str, str] = {}

    def start(self, name: str, attributes: list[str], line: int) -> None:
        """A record, a correlation of records, or what is said of one of them."""
        if name == "Record":
            # Apple writes the type first; millions of heart beats need no more than this look.
            if attributes[:1] == ["type"] and not attributes[1].startswith(_DIETARY):
                self._other(line)
            else:
                self._begin(_pairs(attributes), line)
        elif name == "Correlation" and _pairs(attributes).get("type") == _CORRELATION:
            self._meal, self._meal_words = [], {}
        elif name == "MetadataEntry" and (self._record or self._meal is not None):
            found = _pairs(attributes)
            words = self._words if self._record else self._meal_words
            words[found.get("key", "")] = found.get("value", "")

    def end(self, name: str) -> None:
        """A record or a correlation is complete."""
        if name == "Record" and self._record:
            within = self.statements if self._meal is None else self._meal
            within.append(_statement(self._line, self._record, self._words))
            self._record = None
        elif name == "Correlation" and self._meal is not None:
            self.repeated += [_named(one, self._meal_words) for one in self._meal]
            self._meal = None

    def _begin(self, record: dict[str, str], line: int) -> None:
        """Lines grow by one at least, even where the file is one line."""
        if record.get("type", "").startswith(_DIETARY):
            self._record, self._words = record, {}
            self._line = max(line, self._line + 1)
        else:
            self._other(line)

    def _other(self, line: int) -> None:
        if not self.others:
            self._line = self.first_other = max(line, self._line + 1)
        self.others += 1


def _pairs(attributes: list[str]) -> dict[str, str]:
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


def _statement(line: int, record: Mapping[str, str], words: Mapping[str, str]) -> _Statement:
    return _Statement(
        line,
        intern(record["type"].removeprefix(_DIETARY)),
        intern(record.get("sourceName", "").replace("\u00a0", " ")),
        intern(record.get("startDate", "")),
        intern(record.get("value", "")),
        intern(record.get("unit", "")),
        intern(words.get(_FOOD, "")),
        intern(words.get(_BRAND, "")),
    )


def _named(one: _Statement, words: Mapping[str, str]) -> _Statement:
    food, brand = one.food or words.get(_FOOD, ""), one.brand or words.get(_BRAND, "")
    return one._replace(food=food, brand=brand)


class Export(Collected):
    """Records of the same app, time and food are one entry; its local day is as written."""

    notes = (
        "Apple Health names the app, the time and sometimes the food of a nutrient, but no amounts "
        "of food; what an app did not pass on is unknown",
    )

    def claims(self, source: Source) -> bool:
        """The root element stands near the beginning, behind a declaration."""
        return "<HealthData" in source.opening_text

    def collect(self, source: Source) -> Flat:
        """One row a food; its other records are parts of it."""
        found = _Collector()
        stream_xml(source, Handlers(found.start, found.end))
        statements, aside = _once(found.statements, found.repeated)
        if found.others:
            aside[found.first_other] = f"not about food: {found.others:,} records"
        rows, parts = [], {}
        for food in _grouped(statements):
            eaten = _eaten(food)
            if eaten.food or eaten.amounts:
                rows.append(eaten.row())
                parts.update({one.line: food[0].line for one in food[1:]})
            else:
                aside.update({one.line: _NOTHING for one in food})
        return Flat((), sorted(rows), parts, aside)


def _once(
    statements: list[_Statement], repeated: list[_Statement]
) -> tuple[list[_Statement], dict[int, str]]:
    """Records inside a correlation most often repeat one outside, and may know the food's name."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    if repeated:
        for place in range(len(statements) - 1, -1, -1):
            places[statements[place].same].append(place)
    aside = {}
    for one in repeated:
        if places[one.same]:
            place = places[one.same].pop()
            known = statements[place]
            statements[place] = _named(known, {_FOOD: one.food, _BRAND: one.brand})
            aside[one.line] = f"repeats line {known.line}"
        else:
            statements.append(one)
    return statements, aside


def _grouped(statements: Iterable[_Statement]) -> list[list[_Statement]]:
    """Records by app, time and food; a nutrient that comes again belongs to a second helping."""
    groups: dict[tuple[str, ...], list[list[_Statement]]] = defaultdict(list)
    times: dict[tuple[str, ...], int] = defaultdict(int)
    for one in statements:
        key = (one.origin, one.start, one.food, one.brand)
        nth = times[*key, one.nutrient]
        times[*key, one.nutrient] += 1
        if nth == len(groups[key]):
            groups[key].append([])
        groups[key][nth].append(one)
    return [food for foods in groups.values() for food in foods]


def _eaten(records: list[_Statement]) -> Eaten:
    first = records[0]
    eaten = Eaten(first.line, first.start, first.origin, food=first.food, brand=first.brand)
    for one in records:
        if one.nutrient in _NUTRIENTS:
            eaten.amounts[_NUTRIENTS[one.nutrient]] = _cell(one.value, one.unit)
    if not first.food and set(eaten.amounts) == {"water"}:
        eaten.food, eaten.amount = "Water", eaten.amounts["water"]
    return eaten


def _cell(value: str, unit: str) -> str:
    """The amount with the unit of its record."""
    if unit not in _RATIOS:
        return f"{value} {unit}"
    ratio, canonical = _RATIOS[unit]
    try:
        return f"{float(value) * ratio:.12g} {canonical}"
    except ValueError:
        return f"{value} {unit}"


FORMAT = DiaryFormat(
    title="Apple Health",
    how_to_export=(
        "On the phone: Health, your picture, Export All Health Data; give the archive, or the "
        "export.xml in it."
    ),
    verified="layout as other projects read it; names of foods are not in every export",
    layouts=(Export(),),
)
