"""A virtual sound card for whoever wants to be heard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from virtual_card import CardUnavailableError, VirtualCard


@contextmanager
def _made() -> Iterator[VirtualCard]:
    try:
        with VirtualCard() as card:
            yield card
    except CardUnavailableError as error:
        pytest.fail(f"no virtual sound card: {error}")


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    with _made() as card:
        yield card


@pytest.fixture(scope="module")
def shared_card() -> Iterator[VirtualCard]:
    with _made() as card:
        yield card
