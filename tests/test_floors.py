from tests.floors import digest, measure, stored, sunk


def test_the_floors_were_measured_on_this_corpus() -> None:
    assert stored()["corpus"] == digest(), "measure anew: python -m tests.floors"


def test_no_figure_sinks() -> None:
    floors, figures = stored()["floors"], measure()
    assert figures.keys() == floors.keys()
    assert not sunk(floors, figures), "floor, now"


def test_a_lower_figure_and_one_that_is_gone_are_told() -> None:
    assert sunk({"a": 90.0, "b": 80.0, "c": 70.0}, {"a": 90.0, "b": 79.0}) == {"b": (80.0, 79.0), "c": (70.0, None)}
