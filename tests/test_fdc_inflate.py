"""Members of a zip are read alike with ISA-L and without it."""

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrigap.fdc import inflate
from nutrigap.fdc.inflate import open_member

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError)
TEXT = b'"1","a, b"\n' * 40_000


def packed(data: bytes, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        archive.writestr("food.csv", data)
    return file.getvalue()


def read(archive: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened, open_member(opened, "food.csv") as stream:
        return stream.read()


@pytest.fixture(params=[True, False], ids=["isal", "zlib"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param and not inflate._ISAL:
        pytest.skip("isal has no wheel for this machine")
    monkeypatch.setattr(inflate, "_ISAL", request.param)


@given(st.binary(max_size=300), st.integers(0, 4_000))
def test_what_was_packed_comes_out(data: bytes, times: int) -> None:
    assert read(packed(data * times)) == data * times


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_every_way_of_packing_is_read(how: int) -> None:
    assert read(packed(TEXT, how)) == TEXT
    assert read(packed(b"", how)) == b""


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("at", [40, 60, 300])
def test_a_damaged_member_is_an_error(at: int) -> None:
    archive = bytearray(packed(bytes(range(256)) * 40 + TEXT))
    archive[at : at + 20] = bytes(20)
    with pytest.raises(BROKEN):
        read(bytes(archive))


@pytest.mark.usefixtures("engine")
def test_a_checksum_that_does_not_hold_is_an_error() -> None:
    archive = packed(TEXT)
    wrong = archive.replace(zlib.crc32(TEXT).to_bytes(4, "little"), b"\1\2\3\4")
    with pytest.raises(zipfile.BadZipFile):
        read(wrong)


def test_lines_are_read_one_by_one() -> None:
    archive = zipfile.ZipFile(io.BytesIO(packed(TEXT)))
    with archive, open_member(archive, "food.csv") as stream:
        assert (stream.readline(), stream.read(3)) == (b'"1","a, b"\n', b'"1"')
