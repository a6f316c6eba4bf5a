"""The solver behind the engines says the truth, and nothing else."""

import pytest

from jiayuan.engines.highs import quiet


def test_the_best_of_two_lines_is_found_in_silence(capfd: pytest.CaptureFixture[str]) -> None:
    """A release (1.14) called 15 the best where z may only be whole and x need not be."""
    highs = quiet()
    x, z = highs.addVariable(0, 10, 2), highs.addIntegral(0, 10, 3)
    highs.addConstr(x + z >= 4.5)
    highs.run()
    assert highs.getInfo().objective_function_value == pytest.approx(9)
    assert capfd.readouterr() == ("", "")
