"""`python -m hexvet` is the same as `hexvet`."""

from __future__ import annotations

import sys

from hexvet.cli import main

if __name__ == "__main__":
    sys.exit(main())
