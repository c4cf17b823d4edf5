"""An offline voice assistant: it listens, asks, advises and reads aloud, without screen, keyboard or network."""
