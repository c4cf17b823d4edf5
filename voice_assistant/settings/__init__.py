"""Settings: what can be fitted to a device and a person, from a TOML file and the environment.

The environment wins over the file: VOICE_ASSISTANT_LISTENING__PATIENCE=slow is listening.patience.
Everything a session changes by voice or key starts from here again in the next session (C11).
"""

from voice_assistant.settings.model import PREFIX, Part, Settings
from voice_assistant.settings.sources import default_file, load, override

__all__ = ["PREFIX", "Part", "Settings", "default_file", "load", "override"]
