"""What the words of a message can mean.

In order: `asides` and `reworded` (what surrounds a question goes, odd spellings are written plainly), `text` (tokens),
`spelling` with `vocabulary` (safe repairs), `dates`, `periods` and `amounts` (numbers and times), `spans` (the longest
phrases that the `lexicon` knows). The lexicon comes from the catalogue and from `wording`, general English that is read
from `wording.toml` once; `grammar` lists the words that build sentences.
"""
