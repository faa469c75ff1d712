"""Small news sites for benchmarks: their software's layout and addresses, their text our own, served on loopback."""
