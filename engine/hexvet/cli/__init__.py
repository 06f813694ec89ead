"""The command `hexvet`: finds the verb, runs it, and turns whatever happens into a status.

Only the module of the verb that was asked for is loaded, so that help is there at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from hexvet.diagnostics import Exit, Halt, say, trace


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command line (without the program's name) and returns its exit status."""
    words = [*(sys.argv[1:] if argv is None else argv)]
    # No matrices are multiplied here: numpy need not start a thread for every processor.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    debug = "--debug" in words
    try:
        return _run(words)
    except Halt as halt:
        say(halt.message, halt.hint)
        return halt.status
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else Exit.CLEAN
    except BrokenPipeError:
        from hexvet.cli.output import abandon

        return abandon()
    except KeyboardInterrupt:
        say("interrupted")
        return Exit.INTERRUPTED
    except Exception as error:
        return _internal(error, debug=debug)


def _run(words: list[str]) -> int:
    from hexvet.cli.parsing import parse

    arguments = parse(words)
    status: int = arguments.run(arguments)

    from hexvet.cli.output import finish

    return finish(status)


def _internal(error: Exception, *, debug: bool) -> int:
    """A fault of the disk, of files that people wrote, or else of ours."""
    from hexvet.problems import Unusable, is_of_disk, way_out

    if isinstance(error, OSError) and is_of_disk(error):
        say(f"{error.strerror}: {error.filename or 'a file'}", way_out(error))
        return Exit.UNWRITABLE
    if isinstance(error, Unusable):
        from hexvet.diagnostics import report, status_of

        report(error.problems)
        return status_of(error.problems, Exit.BAD_DATA)
    if debug:
        trace(error)
    hint = "" if debug else "; run it again with --debug and send us what it says"
    say(f"internal error: {type(error).__name__}: {str(error)[:200]}; this is a fault of hexvet, "
        f"not of your files{hint}")  # fmt: skip
    return Exit.INTERNAL
