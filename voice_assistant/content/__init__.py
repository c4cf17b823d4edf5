"""Content as data: the assistant's own words, and packs: an article with its questions and rules."""
