"""The conversation: facts in, wishes out. No clock, thread, file, device or library of sound is in here."""
