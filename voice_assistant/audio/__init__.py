"""Sound as frames, and the rooms that it comes from and goes to."""
