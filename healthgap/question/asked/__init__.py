"""What a clause asks: `rules` read it as each kind of question it can be, `intents` says which of them use every word.

`asks`, `asks_of_targets`, `statements`, `fills` and `measured` are what rules consist of; `leftovers`, with those of
kinds, numbers, people and targets beside it, say what a reading has no use for. `likeness` finds the kinds of question
that an unclear message resembles.
"""
