"""Words -> a Question that is understood in full, or what to ask back. Never an answer, never a guess.

Read in the order of the pipeline: `asides`, `reworded` and `text` (cleaning), `lexicon` (what words can mean),
`spelling`, `dates`, `periods`, `amounts` and `spans` (which words mean what here), `naming`, with `idioms`,
`negations`, `restrictions` and `roles` (a `clause`: what was named, and when), `misleading`, `constructions` and
`not_claimed` (what would be passed over), `rules` (with `asks`, `statements` and `fills`) and `intents` (what is
asked), `corrections`, `pointing`, `pairs`, `followups`, `dangling`, `dangling_times` and `dangling_lists` (what a
thread leads to), `tails`, `dividing`, `parts` and `understand` (one message), `dialogue` (one in its thread). `phrase`
writes a Question out again, `unknown` says which words may be counted.
"""
