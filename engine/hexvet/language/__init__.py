"""The expression language: tokens, parser, checker, and its two evaluators."""
