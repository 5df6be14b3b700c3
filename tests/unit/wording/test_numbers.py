"""Numbers are words from two to ten, and digits elsewhere."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel

from portal.wording import numbers


@pytest.mark.parametrize(
    ("number", "beginning", "inside"),
    [(2, "Two", "two"), (4, "Four", "four"), (10, "Ten", "ten"), (11, "11", "11"), (1, "1", "1")],
)
def test_numbers_in_words(number: int, beginning: str, inside: str) -> None:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        assert numbers.at_the_beginning(number) == beginning
        assert numbers.inside(number) == inside
