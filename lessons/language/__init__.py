"""Language and clarity: how a text speaks of people, and how hard it is. Pure; the words are data (*.yaml)."""
