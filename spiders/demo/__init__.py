"""The demo: a news site of five invented papers, its server and its spider."""
