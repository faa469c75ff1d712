"""How pages become records: thin stages, each calls one function of newsclean and routes what comes back."""
