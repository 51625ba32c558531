"""Where nutrigap keeps what lasts: the fetched store, downloads, remembered answers."""

import os
from pathlib import Path


def home_folder() -> Path:
    """The user's data folder, or ``NUTRIGAP_HOME``; it need not exist yet.

    Examples
    --------
    >>> isinstance(home_folder(), Path)
    True
    """
    chosen = os.environ.get("NUTRIGAP_HOME")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("nutrigap", appauthor=False)
