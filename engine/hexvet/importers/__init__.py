"""Other people's tables become projects; what is not understood is reported, never guessed."""
