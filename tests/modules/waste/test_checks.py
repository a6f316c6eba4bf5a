"""The file of roads is missed at the start and not by night."""

from jiayuan.modules.waste.checks import check_roads


def test_none_is_configured(settings):
    settings.ROADS_FILE = ""
    assert check_roads() == []


def test_one_is_there_and_then_not(settings, tmp_path):
    file = tmp_path / "roads.graphml"
    file.write_text("<graphml/>", encoding="utf-8")
    settings.ROADS_FILE = str(file)
    assert check_roads() == []
    file.unlink()
    [fault] = check_roads()
    assert (fault.id, fault.hint) == ("waste.E001", "JIAYUAN_ROADS_FILE")
    assert "roads.graphml" in fault.msg
