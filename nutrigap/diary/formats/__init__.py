"""One module an app: each defines ``FORMAT``."""
