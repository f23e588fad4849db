from tests.floors import Figure, digest, measure, stored, sunk


def test_the_floors_were_measured_on_this_corpus() -> None:
    assert stored()["corpus"] == digest(), "measure anew: python -m tests.floors"


def test_no_figure_sinks() -> None:
    floors, figures = stored()["floors"], measure()
    assert figures.keys() == floors.keys()
    assert not sunk(floors, figures), "floor, now"


def test_a_lower_figure_and_one_that_is_gone_are_told() -> None:
    floors = {"a": Figure(90.0, 50), "b": Figure(80.0, 50), "c": Figure(70.0, 50)}
    assert sunk(floors, {"a": Figure(90.0, 50), "b": Figure(76.0, 50)}) == {"b": (80.0, 76.0), "c": (70.0, None)}


def test_one_item_is_no_fall_and_two_are() -> None:
    floors = {"a": Figure(90.0, 50)}
    assert not sunk(floors, {"a": Figure(88.0, 50)}), "another processor may decide one item otherwise"
    assert sunk(floors, {"a": Figure(86.0, 50)})
