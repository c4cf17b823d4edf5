"""The article to take away: captions, chapters, and a talking book, all in step with the sound."""
