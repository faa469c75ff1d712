"""`python -m newsclean` is the `newsclean` command."""

from newsclean.commands.cli import main

main(prog_name="newsclean")
