"""The contract tests of a document, run without generated files.

The suite is that of the generated package, and pytest runs it; what becomes of each
test is collected as values, of which the reports are made.
"""

from sockgen.testing.choosing import Choice, read_choices
from sockgen.testing.outcomes import Outcome, Subject, Trial, Verdict
from sockgen.testing.reports import FORMATS, Report, WrongReport, read_report, write
from sockgen.testing.running import Asked, Ended, Listener, run
from sockgen.testing.servers import Unreachable, hosted, probe, wrong_url
from sockgen.testing.staged import Misuse, Staged

__all__ = [
    "FORMATS",
    "Asked",
    "Choice",
    "Ended",
    "Listener",
    "Misuse",
    "Outcome",
    "Report",
    "Staged",
    "Subject",
    "Trial",
    "Unreachable",
    "Verdict",
    "WrongReport",
    "hosted",
    "probe",
    "read_choices",
    "read_report",
    "run",
    "write",
    "wrong_url",
]
