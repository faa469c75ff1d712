"""Killable processes that clean pages."""
