"""What newsclean knows of languages: one file per language (ISO 639-1), `any.toml` for all of them, and CLDR."""
