"""From frames of sound to what was meant: recognizer, end of speech, vocabulary, spoken numbers."""
