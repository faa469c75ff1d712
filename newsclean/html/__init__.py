"""Pages for people: one HTML file each, which needs no network and runs no script.

page.py       renders a template with the style of all pages, style.css
explained.py  why a page yields this record, or none: explained.html
"""
