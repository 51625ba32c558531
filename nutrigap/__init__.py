"""What a food diary says about vitamin D, magnesium, calcium, potassium and B12."""
