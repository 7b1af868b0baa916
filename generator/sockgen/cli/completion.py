"""`sockgen completion`."""

import click

_VARIABLE = "_SOCKGEN_COMPLETE"


@click.command(short_help="Print what completes sockgen in a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script for SHELL, which then completes commands, options and files.

    \b
    Examples:
      eval "$(sockgen completion bash)"      in ~/.bashrc
      eval "$(sockgen completion zsh)"       in ~/.zshrc, after compinit
      sockgen completion fish > ~/.config/fish/completions/sockgen.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None, "click knows these shells"
    script = kind(context.find_root().command, {}, "sockgen", _VARIABLE)
    # Not `source()`, which looks for a bash on this machine: it may be for another.
    click.echo(script.source_template % script.source_vars())
