"""Golden dialogues: whole conversations as text, to be read aloud and reviewed like text."""
