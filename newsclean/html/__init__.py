"""Pages for people: one HTML file each, which needs no network and runs no script.

page.py       fills a template, with the style of all pages (base.html, style.css) and its own
explained.py  why a page yields this record, or none: explained.html, explained.css
"""
