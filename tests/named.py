"""A store of a few foods, enough to see what each rule of the matcher does."""

import sqlite3
from typing import NamedTuple

from nutrigap.fdc.layout import statements
from nutrigap.names import Finder
from nutrigap.names.index import write_index


class Row(NamedTuple):
    """A food; the five nutrients are left out, energy tells foods apart."""

    fdc_id: int
    description: str
    energy: float = 100.0
    popularity: float = 10.0
    usual_grams: float = 100.0
    synonyms: tuple[str, ...] = ()
    data_type: str = "survey"
    food_code: str | None = None
    gtin: str | None = None


FOODS = (
    Row(1, "Milk, NFS", 52, 155, 244, food_code="11100000"),
    Row(2, "Milk, whole", 60, 200, 244, food_code="11111000"),
    Row(3, "Milk, fat free (skim)", 34, 200, 244, food_code="11113000"),
    Row(4, "Milk, dry, not reconstituted", 496, 5, 30, food_code="11121000"),
    Row(5, "Chocolate milk, NFS", 76, 100, 250),
    Row(6, "Fish, cod, grilled", 100, 20, 120),
    Row(7, "Fish, cod, fried", 199, 20, 120),
    Row(8, "Carrots, raw", 48, 500, 60),
    Row(9, "Carrots, cooked, no added fat", 35, 100, 80),
    Row(10, "Apple, raw", 61, 1000, 180),
    Row(11, "Pie, apple", 265, 200, 150),
    Row(12, "Apple juice, 100%", 48, 500, 248),
    Row(13, "Butter, stick", 743, 500, 14),
    Row(14, "Peanut butter", 598, 500, 32),
    Row(15, "Soft drink, cola", 42, 900, 360, ("Coca-Cola", "Pepsi")),
    Row(16, "Soft drink, cola, diet", 1, 300, 360, ("Diet Coke",)),
    Row(17, "Chickpeas, NFS", 170, 30, 160, ("garbanzos", "NS as to form")),
    Row(18, "Eggplant, cooked, fat added", 60, 15, 100),
    Row(19, "Lettuce, for use on a sandwich", 15, 900, 10),
    Row(20, "Lettuce, raw", 15, 980, 50),
    Row(21, "Bread, white", 270, 500, 28),
    Row(22, "Cheese sandwich, American cheese, on white bread, no spread", 290, 30, 120),
    Row(23, "Nutrition bar (Clif Bar)", 350, 40, 68),
    Row(24, "Butter, salted", 717, 0, 14, data_type="sr_legacy", food_code="1001"),
    Row(25, "Nuts, almonds, dry roasted", 598, 0, 28, data_type="sr_legacy", food_code="12063"),
    Row(26, "Almonds, unsalted", 598, 90, 28),
    Row(27, "Oat rings, toasted", 380, 0, 30, data_type="branded", gtin="00016000275287"),
    Row(28, "Pasta, cooked, with sauce other than cream", 120, 20, 250),
)


def connection(foods: tuple[Row, ...] = FOODS) -> sqlite3.Connection:
    """A store in memory with its name index."""
    store = sqlite3.connect(":memory:")
    store.executescript(";".join(statements()))
    for f in foods:
        store.execute(
            "INSERT INTO stored_food(fdc_id, data_type, food_code, description, gtin, popularity,"
            " usual_grams) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                f.fdc_id,
                f.data_type,
                f.food_code,
                f.description,
                None if f.gtin is None else int(f.gtin),
                f.popularity,
                f.usual_grams,
            ),
        )
        store.execute('INSERT INTO composition(fdc_id, "1008") VALUES (?, ?)', (f.fdc_id, f.energy))
        store.executemany(
            "INSERT INTO synonym VALUES (?, ?, ?)",
            [(f.fdc_id, at, text) for at, text in enumerate(f.synonyms, start=1)],
        )
    write_index(store)
    return store


def finder(foods: tuple[Row, ...] = FOODS) -> Finder:
    """Finds names in a small store."""
    return Finder(connection(foods))
