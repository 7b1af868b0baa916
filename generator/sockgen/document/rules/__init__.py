"""Rules of AsyncAPI that its structure does not tell, one small function each."""

from sockgen.document.rules.channels import (
    address_parameters_are_declared,
    operations_list_messages_of_their_channel,
    operations_use_channels_of_the_document,
    replies_list_messages_of_their_channel,
)
from sockgen.document.rules.extensions import options_are_spelt_right
from sockgen.document.rules.servers import server_variables_are_declared

RULES = (
    options_are_spelt_right,
    server_variables_are_declared,
    address_parameters_are_declared,
    operations_use_channels_of_the_document,
    operations_list_messages_of_their_channel,
    replies_list_messages_of_their_channel,
)

__all__ = ["RULES"]
