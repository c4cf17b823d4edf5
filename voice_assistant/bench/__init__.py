"""The project's own measurements: each prints its figures and can be run again."""
