"""A page compressed once and filled in: every browser must read the very same page."""

import gzip
import zlib

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.web.public.packing import fill, pack
from tests.factories import make_counter, make_unit

TEXT = st.text(alphabet=st.sampled_from("abcé<>\n "), max_size=400).map(str.encode)
FILLING = st.text(alphabet=st.sampled_from("abcé<>\n "), min_size=1, max_size=80).map(str.encode)


@given(TEXT, st.lists(st.tuples(FILLING, TEXT), max_size=5), st.data())
def test_what_is_filled_in_reads_as_the_whole(
    first: bytes, rest: list[tuple[bytes, bytes]], data: st.DataObject
) -> None:
    """Filled with other bytes of the same length than the compressor ever saw."""
    fillings = [filling for filling, _text in rest]
    packed = pack([first, *(text for _filling, text in rest)], [len(f) for f in fillings])
    for _visitor in range(2):
        whole = first + b"".join(
            filling + text for filling, (_f, text) in zip(fillings, rest, strict=True)
        )
        assert gzip.decompress(fill(packed, fillings, whole)) == whole
        fillings = [data.draw(st.binary(min_size=len(f), max_size=len(f))) for f in fillings]


def test_with_and_without_compression_the_form_is_the_same(sqlite_app: Flask) -> None:
    _counter, code = make_counter(make_unit())
    client = sqlite_app.test_client()
    for _ in range(2):
        plain = client.get(f"/l/{code}")
        packed = client.get(f"/l/{code}", headers={"Accept-Encoding": "gzip, deflate"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert {"accept-encoding", "accept-language"} <= {v.lower() for v in packed.vary}
        whole = zlib.decompress(packed.data, 31)
        assert whole != plain.data, "each visitor has an own ticket"
        assert len(whole) == len(plain.data)
        assert len(packed.data) < len(whole) / 2
        nonce = packed.headers["Content-Security-Policy"].split("nonce-")[1].split("'")[0]
        assert f'nonce="{nonce}"' in whole.decode()
