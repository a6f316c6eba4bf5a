from jiayuan.foundation.evidence.pairs import Pair, pair


def test_photos_are_paired_in_order() -> None:
    assert pair("ab", "xyz") == [Pair("a", "x"), Pair("b", "y"), Pair(None, "z")]
    assert pair("a", "") == [Pair("a", None)]
    assert pair("", "") == []
