"""Words that build a sentence, whatever it is about."""

AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "have", "had", "did", "does", "do", "will"})
MODALS = frozenset({"can", "could"})
QUESTION_WORDS = frozenset({"what", "how", "which", "when", "why", "who", "where"})
