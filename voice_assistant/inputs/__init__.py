"""Switches and keys, by the role that they have for the person who presses them."""
