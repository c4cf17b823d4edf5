"""Rehearsals: a scripted caller talks to the real assistant, without a sound card and faster than real time."""
