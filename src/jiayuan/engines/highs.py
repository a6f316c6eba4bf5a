"""HiGHS (Huangfu and Hall 2018) as every engine runs it."""

import highspy


def quiet() -> "highspy.Highs":
    """HiGHS without a word, on one thread (the same answer every time), that does not stop short of a proof."""
    highs = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
        highs.setOptionValue(name, value)
    return highs
