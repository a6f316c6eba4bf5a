"""Suggestions of categories, from the shell."""

import pytest

from tests.services.cases.learnt import learnt

pytestmark = pytest.mark.django_db


def test_nothing_is_suggested_before_it_is_learnt(call):
    result = call("categories", "suggest", "井盖松了")
    assert result.exit_code == 1
    assert "jiayuan categories train" in result.output


def test_it_learns_and_says_how_well(call):
    call("cases", "load-catalogue")
    output = call("categories", "train").output
    assert "Learnt from 0 cases" in output
    assert "right at once" in output


def test_it_suggests(call):
    learnt()
    assert "P0102" in call("categories", "suggest", "井盖松了踩上去直晃").output.splitlines()[0]
    assert "Not sure enough" in call("categories", "suggest", "你好，在吗").output
