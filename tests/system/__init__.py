"""The product as a whole: real processes and real folders."""
