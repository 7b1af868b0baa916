"""Rules of AsyncAPI that its structure does not tell, one small function each."""

from collections.abc import Callable

from sockgen.document.findings import Findings
from sockgen.document.node import Node
from sockgen.document.rules.channels import (
    channel_servers_are_declared,
    channels_have_no_query_or_fragment,
    channels_refer_to_servers_of_the_document,
    operations_list_messages_of_their_channel,
    operations_use_channels_of_the_document,
    replies_list_messages_of_their_channel,
)
from sockgen.document.rules.examples import (
    defaults_match_their_schema,
    message_examples_match_their_schema,
    schema_examples_match_their_schema,
)
from sockgen.document.rules.extensions import extensions_are_spelt_right
from sockgen.document.rules.identifiers import (
    message_ids_are_unique,
    operation_ids_are_unique,
    tags_are_unique,
)
from sockgen.document.rules.parameters import (
    address_parameters_are_declared,
    channel_parameters_are_declared,
    parameters_are_mappings,
)
from sockgen.document.rules.references import (
    references_lead_somewhere_everywhere,
    references_stand_where_the_version_allows,
    things_of_elsewhere_are_referred_to,
)
from sockgen.document.rules.security import (
    security_requirements_name_schemes_and_scopes,
)
from sockgen.document.rules.servers import (
    host_variables_are_declared,
    url_variables_are_declared,
)
from sockgen.document.version import generation

Rule = Callable[[Node, Findings], None]

_ALWAYS: tuple[Rule, ...] = (
    extensions_are_spelt_right,
    references_lead_somewhere_everywhere,
    channels_have_no_query_or_fragment,
)
_VERSION_2: tuple[Rule, ...] = (
    references_stand_where_the_version_allows,
    url_variables_are_declared,
    channel_parameters_are_declared,
    channel_servers_are_declared,
    security_requirements_name_schemes_and_scopes,
    operation_ids_are_unique,
    message_ids_are_unique,
    tags_are_unique,
    message_examples_match_their_schema,
    schema_examples_match_their_schema,
    defaults_match_their_schema,
)
_VERSION_3: tuple[Rule, ...] = (
    things_of_elsewhere_are_referred_to,
    host_variables_are_declared,
    address_parameters_are_declared,
    parameters_are_mappings,
    channels_refer_to_servers_of_the_document,
    operations_use_channels_of_the_document,
    operations_list_messages_of_their_channel,
    replies_list_messages_of_their_channel,
)


def rules_for(version: str) -> tuple[Rule, ...]:
    """The rules that a document of a version must keep."""
    return (*_ALWAYS, *(_VERSION_2 if generation(version) == 2 else _VERSION_3))


__all__ = ["Rule", "rules_for"]
