"""Words -> a Question that is understood in full, or what to ask back. Never an answer, never a guess.

The stages, each knowing only those before it:

`words`    what each word, number and time of a message can mean
`named`    what one clause names, and when; what would be passed over stays unexplained
`asked`    what is asked of it, and whether every word was used
`thread`   what a reply that is no whole question leans on
`message`  several clauses, sentences and choices: `message.understand` runs the stages in order

`model` holds what a question is, `phrase` writes one out again, `unknown` says which words may be counted. To follow
one question through, read `message/understand.py`; each module's first line says which of its steps it is.
"""
