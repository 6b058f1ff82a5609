"""Words -> a Question that is understood in full, or what to ask back. Never an answer, never a guess.

Read in the order of the pipeline: `text` (cleaning), `lexicon` (what words can mean), `spelling`, `periods`, `spans`
(which words mean what here), `clause` (what was named), `intents` (what is asked), `followups`, `understand`.
"""
