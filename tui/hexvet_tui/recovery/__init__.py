"""Nothing that was typed is lost: drafts on disk, and the screen as it was left.

What stands in the state folder for one workspace (`hexvet.places.folder_of`):

    PROCESS.drafts    the texts that one running screen holds and that are not saved
    PROCESS.lock      held by that screen: drafts whose lock is free were left by a crash
    session.json      mode, filter, sort, cursor and marks as the last screen left them
    aside/            drafts that somebody wanted out of the way, as plain files

docs/nothing-lost.md tells it to people.
"""
