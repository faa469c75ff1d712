"""The declared sites, one file each, and their model."""
