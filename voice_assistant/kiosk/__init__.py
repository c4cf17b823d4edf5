"""On a device of its own: the service, its watchdog, its health, and that nothing of anybody is left behind."""
