"""Words -> a Question that is understood in full, or what to ask back. Never an answer, never a guess.

The stages, each knowing only those before it:

`words`    what each word, number and time of a message can mean
`named`    what one clause names, and when; what would be passed over stays unexplained
`asked`    what is asked of it, and whether every word was used
`thread`   what a reply that is no whole question leans on
`message`  several clauses, sentences and choices: `message.understand` runs the stages in order

`model` holds what a question is, `phrase` writes one out again, `unknown` says which words may be counted.

The main way is an hour's reading, from the inside out: `model`, `words/spans`, `named/clause` and `named/naming`,
`asked/rules` and `asked/intents`, `thread/followups`, `message/one_clause` and `message/understand`. Every other module
is one family of words or of doubts that one of these calls by name, and can be left until a question leads there;
`healthgap ask --explain` prints what each stage made of one.
"""
