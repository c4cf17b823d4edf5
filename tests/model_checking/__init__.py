"""Searches of all conversations: what must hold on every path, whoever says what when."""
