"""``python -m nutrigap``."""

import sys

from nutrigap.cli import main

sys.exit(main())
