"""What one clause names: `naming` puts the spans of a clause into a `Clause`.

`roles` gives its periods their parts, `idioms`, `negations` and `movements` say what words mean together, `sides`
which way round two groups stand. What would be passed over is found by `restrictions` (words for whom or what no
figure is), `misleading`, `not_claimed` and `constructions` (known words that make another question of the rest).
"""
