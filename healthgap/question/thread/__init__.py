"""What a reply that is no whole question leans on.

`corrections` (“no, the absolute one”), `pointing` (“that one”), `pairs` (“which of the two?”), `followups` (the reply
merged with the last question), and the `dangling` words, with `dangling_times` and `dangling_lists`, that would be
lost in the merge.
"""
