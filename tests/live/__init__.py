"""Real processes in real time, on a virtual sound card. They mostly wait, so they run beside all the others."""
