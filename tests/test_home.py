"""Where nutrigap keeps what lasts."""

from pathlib import Path

import pytest

from nutrigap.home import home_folder


def test_the_users_word_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NUTRIGAP_HOME", str(tmp_path / "nutrigap"))
    assert home_folder() == tmp_path / "nutrigap"


def test_else_it_is_a_folder_of_its_own_in_the_users_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUTRIGAP_HOME")
    assert home_folder().name == "nutrigap"
