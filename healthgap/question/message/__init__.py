"""A whole message in its thread.

`dividing` and `parts` find the questions in it, `tails` and `occasion` what stands around them; `understand` runs
every stage; `dialogue` hears what picks one of the choices offered before.
"""
