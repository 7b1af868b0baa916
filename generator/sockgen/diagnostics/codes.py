"""The registry of diagnostic codes; each has a page in the folder `pages`."""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum


class Severity(Enum):
    """How much a diagnostic matters; only an error keeps files from being written."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_WARNING, _NOTE = Severity.WARNING, Severity.NOTE

FAMILIES = {
    "SG1": "The text of a file",
    "SG2": "AsyncAPI: structure, references, rules",
    "SG3": "What a document means for Socket.IO",
    "SG4": "Names and types of the generated code",
    "SG5": "Options and output",
}


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of diagnostic: its identifier, such as SG101, and what it is about.

    After an error that `stops` there is nothing sensible to go on with, so it
    can neither be ignored nor be turned into a warning.
    """

    id: str
    title: str
    severity: Severity = Severity.ERROR
    stops: bool = True


def _registry(*codes: Code) -> dict[str, Code]:
    return {code.id: code for code in codes}


CODES = _registry(
    Code("SG101", "a file cannot be read"),
    Code("SG102", "a file is not UTF-8 text"),
    Code("SG103", "a text is not well-formed YAML or JSON"),
    Code("SG104", "a key is written twice", stops=False),
    Code("SG105", "a value that JSON cannot hold"),
    Code("SG106", "a key that is not text"),
    Code("SG107", "an alias that never ends, or repeats too much"),
    Code("SG108", "a document is nested too deep"),
    Code("SG109", "a document is empty"),
    Code("SG110", "references that repeat a schema too much"),
    Code("SG201", "not an AsyncAPI document"),
    Code("SG202", "a version of AsyncAPI that is not supported"),
    Code("SG203", "a reference leads nowhere"),
    Code("SG204", "references go round in a circle"),
    Code("SG205", "a reference leaves the document"),
    Code("SG206", "a reference leads to a thing of another kind"),
    Code("SG207", "an unknown key", stops=False),
    Code("SG208", "a key is missing"),
    Code("SG209", "a value of the wrong type", stops=False),
    Code("SG210", "a value that is not allowed here", stops=False),
    Code("SG211", "a schema is not JSON Schema", stops=False),
    Code("SG212", "a keyword of a schema that looks misspelt", _WARNING),
    Code("SG213", "a message that is not of the channel", stops=False),
    Code("SG214", "a variable of a server is not declared", stops=False),
    Code("SG215", "channels that are not served over Socket.IO", _NOTE),
    Code(
        "SG216", "the address of a channel and its parameters do not match", stops=False
    ),
    Code("SG217", "an identifier or a tag that is not unique", stops=False),
    Code("SG218", "a security scheme or a scope that does not exist"),
    Code("SG219", "a server that does not exist"),
    Code("SG220", "a channel with a query or a fragment", stops=False),
    Code("SG221", "an example or a default that breaks its schema", stops=False),
    Code("SG222", "a regular expression that only JavaScript reads", _WARNING),
    Code("SG223", "a thing is written where a reference to it is needed", _WARNING),
    Code("SG224", "a format of a schema without the schema", _WARNING),
    Code("SG225", "a reference that stands for a part of a schema"),
    Code("SG290", "a code to ignore that does not exist", _WARNING),
    Code("SG291", "an error that cannot be ignored", _WARNING),
    Code("SG301", "the name of an event is taken from its key", _WARNING),
    Code("SG302", "a namespace without a leading slash", _WARNING),
    Code("SG303", "not a name for a namespace"),
    Code("SG304", "channels of one namespace contradict each other"),
    Code("SG305", "an event has a name that Socket.IO keeps for itself", stops=False),
    Code("SG306", "a lifecycle event is described as an ordinary one", _WARNING),
    Code("SG307", "an event has a name that a library uses as well", _NOTE),
    Code("SG308", "an event is declared twice", stops=False),
    Code("SG309", "a room that is not declared", stops=False),
    Code("SG310", "the name of a room and its parameters do not match"),
    Code("SG311", "a parameter of a room has no value in the event"),
    Code("SG312", "an option that does not fit the direction of an event", stops=False),
    Code("SG313", "security that the connect of Socket.IO cannot carry"),
    Code("SG314", "a schema format that is not supported"),
    Code("SG315", "arguments that cannot be told apart"),
    Code("SG316", "a reply that is an event of its own", _WARNING),
    Code("SG317", "an example does not match its schema", _WARNING),
    Code("SG318", "an option that has no effect", _WARNING),
    Code("SG319", "nothing is served over Socket.IO", _WARNING),
    Code("SG320", "words that tell another direction", _WARNING),
    Code("SG321", "an event in several namespaces", _WARNING),
    Code("SG322", "channels that look like events", _WARNING),
    Code("SG323", "the address of a server is not complete", _WARNING),
    Code("SG324", "security that asks for more or less than it seems", _WARNING),
    Code("SG325", "the name of an event begins with a slash", _WARNING),
    Code("SG326", "a message without any name", stops=False),
    Code("SG327", "a part of a schema that is left out", _WARNING),
    Code("SG328", "not a name for an event"),
    Code("SG329", "an answer that is read as an acknowledgement", _WARNING),
    Code("SG330", "a namespace and an event in one address", _WARNING),
    Code("SG331", "messages that no operation carries", _WARNING),
    Code("SG340", "a room whose parameter may be absent", _WARNING),
    Code("SG341", "the address of a server is malformed", _WARNING),
    Code("SG342", "a credential that the connect `auth` has no place for", stops=False),
    Code("SG343", "a scheme of HTTP that looks misspelt", _WARNING),
    Code("SG344", "a header or cookie by a name that HTTP does not allow", _WARNING),
    Code("SG350", "a keyword that nothing checks", _WARNING),
    Code("SG351", "a keyword that says nothing about the type", _WARNING),
    Code("SG352", "a schema or a value of it that nothing can match", _WARNING),
    Code("SG353", "a required property that is declared by another name", _WARNING),
    Code("SG354", "a discriminator that tells nothing apart", _WARNING),
    Code("SG355", "null is allowed in the way of OpenAPI", _NOTE),
    Code("SG356", "a format that is not checked", _NOTE),
    Code("SG380", "several idempotency keys in one event", stops=False),
    Code("SG381", "an idempotency key that a client cannot make", _WARNING),
    Code("SG382", "an idempotency key without a place of its own", _WARNING),
    Code("SG401", "a keyword that only the wire is checked for", _WARNING),
    Code("SG402", "a schema without a type is taken for one with it", _NOTE),
    Code("SG403", "a default that its own schema refuses", _WARNING),
    Code("SG404", "a name gives way to another in the generated code", _NOTE),
    Code("SG405", "an error that a client takes for another answer", _WARNING),
    Code("SG406", "a version that no package of Python can have", _NOTE),
    Code("SG501", "a generated file was changed by hand"),
    Code("SG502", "a file that sockgen did not write is in the way"),
    Code("SG503", "the manifest of the output folder cannot be read"),
    Code("SG504", "a target made a path that no output folder can hold"),
    Code("SG511", "the output folder cannot be written"),
    Code("SG512", "there is no such target"),
    Code("SG513", "not a name for a package"),
    Code("SG514", "a target cannot be loaded"),
    Code("SG515", "options that do not go together"),
    Code("SG516", "a target of another distribution fails"),
    Code("SG517", "what a target of another distribution says", stops=False),
    Code("SG518", "a template of yours does not work"),
    Code("SG520", "a configuration is not well-formed TOML"),
    Code("SG521", "an unknown key of the configuration"),
    Code("SG522", "a value that the configuration cannot have"),
    Code("SG523", "a key that the configuration cannot do without"),
    Code("SG524", "a file of the configuration that is not there"),
    Code("SG525", "two outputs go to one folder"),
    Code("SG526", "a call without any document"),
)


def family_of(code: str) -> str:
    """What the codes that begin like this one are about."""
    return FAMILIES.get(code[:3], "Others")


def stands_for(prefix: str) -> list[Code]:
    """The codes that a code, or the beginning of one, stands for."""
    if len(prefix) < 2:
        return []
    return [code for code in CODES.values() if code.id.startswith(prefix)]


def nearest(word: str) -> Code | None:
    """The code that was probably meant."""
    plain = word.strip().upper().replace("O", "0").replace("-", "")
    plain = f"SG{plain}" if plain.isdecimal() else plain
    close = get_close_matches(plain, list(CODES), n=1, cutoff=0.6)
    return CODES[close[0]] if close and len(plain) > 3 else None
