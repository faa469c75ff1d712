"""Commands of the project (setting COMMANDS_MODULE): `crawl`, with clear messages and an honest exit status."""
