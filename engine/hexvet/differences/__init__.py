"""What a change of the rules changes: rule by rule in words, and verdict by verdict.

`changes` reads two packs beside each other, `flips` judges a portfolio by both, `reasons` says
why a verdict flipped, `frameworks` puts several packs' verdicts side by side.
"""
