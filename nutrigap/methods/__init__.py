"""How an intake becomes a verdict: one module a method, numbers in, an answer out."""
