"""The searches, each made once for all tests."""

from __future__ import annotations

import pytest

from .explore import OF_THE_ARTICLE, OF_THE_QUESTIONS, Graph, explore

ASIDE = ("why", "repeat", "stop", "louder", "hear_me", "summary", "help", "skip", "change")
"""Intents that have nothing to do with what is mentioned of other questions."""


@pytest.fixture(scope="session")
def questions() -> Graph:
    return explore(without=OF_THE_ARTICLE)


@pytest.fixture(scope="session")
def article() -> Graph:
    return explore(without=OF_THE_QUESTIONS)


@pytest.fixture(scope="session")
def switch() -> Graph:
    return explore(switch=True, without=("stop", "bookmark"))


@pytest.fixture(scope="session")
def mentions() -> Graph:
    return explore(without=(*OF_THE_ARTICLE, *ASIDE), mentions=True)
