"""A whole message in its thread.

`dividing` and `parts` find the questions in it, `tails` and `occasion` what stands around them; `understand` runs
every stage. `kept` is what a thread keeps; `dialogue` hears what a message means there, `lacking` whether it names what
the last one lacked.
"""
