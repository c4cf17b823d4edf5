"""What holds for all tests.

Property tests draw the same examples each time, so that a change is judged by what it changes. Other examples:
`pytest --hypothesis-profile=default`.
"""

from hypothesis import settings

settings.register_profile("the same every time", derandomize=True)
settings.load_profile("the same every time")
