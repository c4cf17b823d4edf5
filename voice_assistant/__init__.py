"""An offline voice assistant: it listens, asks, advises and reads aloud, without screen, keyboard or network."""

__version__ = "0.1.0"
