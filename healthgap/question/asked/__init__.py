"""What a clause asks: `rules` read it as each kind of question it can be, `intents` says which of them use every word.

`asks`, `statements`, `fills` and `measured` are what rules consist of; `leftovers` and `leftovers_of_kinds` say what
a reading has no use for. `likeness` finds the kinds of question that an unclear message resembles.
"""
