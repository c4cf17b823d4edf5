"""From sentences to sound: the voice, its pronunciation, and the queue of what is to be said."""
