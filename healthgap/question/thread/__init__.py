"""What a reply that is no whole question leans on.

`corrections` (“no, the absolute one”), `pointing` (“that one”), `pairs` (“which of the two?”), `followups` (the reply
merged with the last question, as `meant`), and the `dangling` words that would be lost in the merge; `beside_the_last`,
the words of a whole question that may mean what was told before.
"""
