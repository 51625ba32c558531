"""What FNDDS calls nutrients, in the files of all tools that are made with it."""

# Added vitamin B12 and vitamin D have a name of their own in each tool.
FNDDS_NUTRIENTS = {
    "KCAL": ("energy", "kcal"),
    "PROT": ("protein", "g"),
    "TFAT": ("fat", "g"),
    "CARB": ("carbohydrate", "g"),
    "MOIS": ("water", "g"),
    "CALC": ("calcium", "mg"),
    "MAGN": ("magnesium", "mg"),
    "PHOS": ("phosphorus", "mg"),
    "POTA": ("potassium", "mg"),
    "SODI": ("sodium", "mg"),
    "VB1": ("thiamin", "mg"),
    "VB6": ("vitamin_b6", "mg"),
    "VB12": ("vitamin_b12", "µg"),
    "VK": ("vitamin_k", "µg"),
}
