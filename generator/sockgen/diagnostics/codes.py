"""The registry of diagnostic codes.

SG1xx: the text of a file. SG2xx: AsyncAPI structure, references and rules.
SG3xx: what a document means as a Socket.IO API. SG4xx: names and targets.
SG5xx: options and output.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of diagnostic: its identifier, such as SG101, and what it is about."""

    id: str
    title: str


def _registry(*codes: Code) -> dict[str, Code]:
    return {code.id: code for code in codes}


CODES = _registry(
    Code("SG101", "a file cannot be read"),
    Code("SG102", "a file is not UTF-8 text"),
    Code("SG103", "a text is not well-formed YAML or JSON"),
    Code("SG104", "a key is written twice"),
    Code("SG105", "a value that JSON cannot hold"),
    Code("SG106", "a key that is not text"),
    Code("SG107", "an alias that never ends, or repeats too much"),
    Code("SG108", "a document is nested too deep"),
    Code("SG109", "a document is empty"),
    Code("SG201", "not an AsyncAPI document"),
    Code("SG202", "a version of AsyncAPI that is not supported"),
    Code("SG203", "a reference leads nowhere"),
    Code("SG204", "references go round in a circle"),
    Code("SG205", "a reference leaves the document"),
    Code("SG206", "a reference leads to a thing of another kind"),
    Code("SG207", "an unknown key"),
    Code("SG208", "a key is missing"),
    Code("SG209", "a value of the wrong type"),
    Code("SG210", "a value that is not allowed here"),
    Code("SG211", "a schema is not JSON Schema"),
    Code("SG212", "a keyword of a schema that looks misspelt"),
    Code("SG213", "a message that is not of the channel"),
    Code("SG214", "a variable of a server is not declared"),
    Code("SG215", "channels that are not served over Socket.IO"),
    Code("SG216", "the address of a channel and its parameters do not match"),
    Code("SG301", "the name of an event is taken from its key"),
    Code("SG302", "a namespace without a leading slash"),
    Code("SG303", "not a name for a namespace"),
    Code("SG304", "two channels are the same namespace"),
    Code("SG305", "an event has a name that Socket.IO keeps for itself"),
    Code("SG306", "a lifecycle event is described as an ordinary one"),
    Code("SG307", "an event has a name that a library uses as well"),
    Code("SG308", "an event is declared twice"),
    Code("SG309", "a room that is not declared"),
    Code("SG310", "the name of a room and its parameters do not match"),
    Code("SG311", "a parameter of a room has no value in the event"),
    Code("SG312", "an option that does not fit the direction of an event"),
    Code("SG313", "a security scheme that Socket.IO cannot carry"),
    Code("SG314", "a schema format that is not supported"),
    Code("SG315", "arguments that cannot be told apart"),
    Code("SG316", "a reply that is an event of its own"),
    Code("SG317", "an example does not match its schema"),
    Code("SG318", "an option that has no effect"),
    Code("SG319", "nothing is served over Socket.IO"),
    Code("SG401", "a keyword of a schema that generated types do not check"),
    Code("SG402", "a schema without a type is taken for one with it"),
    Code("SG403", "a default that its own schema refuses"),
    Code("SG404", "a name gives way to another in the generated code"),
    Code("SG405", "an error that a client takes for another answer"),
    Code("SG501", "a generated file was changed by hand"),
    Code("SG502", "a file that sockgen did not write is in the way"),
    Code("SG503", "the manifest of the output folder cannot be read"),
    Code("SG504", "a target made a path that no output folder can hold"),
    Code("SG511", "the output folder cannot be written"),
    Code("SG512", "there is no such target"),
    Code("SG513", "not a name for a package"),
    Code("SG514", "a target cannot be loaded"),
    Code("SG515", "options that do not go together"),
)
