"""Whether a caller can tell the answers to an event apart."""

from sockgen.contract import Api, Event
from sockgen.sampling import Sampler
from sockgen.targets.python.notes import Notes


def compare_answers(api: Api, sampler: Sampler, notes: Notes) -> None:
    """Note each declared error that a client would take for another answer.

    A client knows an answer by its schema alone: first the acknowledgement, then
    the errors in the order of the document.
    """
    for namespace in api.namespaces:
        for event in namespace.events:
            _compare(event, sampler, notes)


def _compare(event: Event, sampler: Sampler, notes: Notes) -> None:
    if event.ack is None:
        return
    earlier = [("the acknowledgement", event.ack.arguments)]
    for error in event.ack.errors:
        sample = sampler.arguments(error.arguments, error.examples)
        if sample is not None:
            taken = (name for name, others in earlier if sampler.valid(others, sample))
            if (name := next(taken, None)) is not None:
                notes.ambiguous(event, error.name, name)
        earlier.append((f"the error `{error.name}`", error.arguments))
