import json

from tests.floors import FLOORS, SLACK, digest, measure


def test_the_floors_were_measured_on_this_corpus() -> None:
    assert json.loads(FLOORS.read_text(encoding="utf8"))["corpus"] == digest(), "measure anew: python -m tests.floors"


def test_no_figure_sinks() -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf8"))["floors"]
    figures = measure()
    assert floors.keys() == figures.keys()
    sunk = {k: (v, figures[k]) for k, v in floors.items() if figures[k] < v - SLACK}
    assert not sunk, "floor, now"
