"""The documents tell the truth: what they show is what the program does."""
