"""The product as a whole: real processes, real folders, and a sound card as good as real."""
