"""The screen in a browser on the same machine: `hexvet serve`.

`serving.py` is the server; every tab that opens gets a process of its own, `__main__.py`. The
pages, the fonts and the script come from this machine: nothing is loaded from elsewhere.
"""
