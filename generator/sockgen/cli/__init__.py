"""The command `sockgen`.

Exit codes: 0, all is well; 1, the document is wrong, or its output stale or
changed by hand; 2, the call is wrong; 70, a bug in sockgen; 130, interrupted.

Start-up is kept fast: a command imports the stages when it runs, so that
`--help` and the completion of a shell import none of them.
"""

from sockgen.cli.main import main

__all__ = ["main"]
