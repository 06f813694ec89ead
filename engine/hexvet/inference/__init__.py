"""Forward chaining over facts: rules that join what is known to what follows from it.

A `Program` of typed rules and a set of `Fact`s go in; what follows comes out, each conclusion
with everything that supports it. Nothing here knows of projects, packs or files.
"""
