"""Build ``nutrigap/tables/foods.sqlite``, the packaged food store, from three USDA releases.

Survey foods of FNDDS 2021-2023, Foundation foods of April 2025 and SR Legacy foods; the archives
are found in the ``fdc`` folder of the reference files. A path as argument builds another file.
"""

import os
import sys
from pathlib import Path

from nutrigap.fdc import packaged_store, read_release, write_store

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NUTRIGAP_SHARED", ROOT.parent / "shared"))
RELEASES = ("survey_2024-10-31", "foundation_2025-04-24", "sr_legacy_2018-04")


def sources(shared: Path = SHARED) -> list[Path]:
    """The archives, one of each release."""
    return [next((shared / "fdc" / release).glob("*.zip")) for release in RELEASES]


def main() -> None:
    """Build the store."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else packaged_store()
    write_store([read_release(source) for source in sources()], target)
    print(f"{target.name}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
