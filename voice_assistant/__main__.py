"""`python -m voice_assistant` is the command `voice-assistant`."""

from voice_assistant.cli import main

main()
