"""The process behind one tab; `serving.command` starts it with its options as JSON."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path

from hexvet_tui import run

given = json.loads(sys.argv[1])
day = given["as_of"]
sys.exit(
    run(
        Path(given["root"]),
        as_of=datetime.date.fromisoformat(day) if day else None,
        ascii=False,
        theme=given["theme"],
        slow=False,
        mouse=given["mouse"],
        read_only=given["read_only"],
        web=True,
    )
)
