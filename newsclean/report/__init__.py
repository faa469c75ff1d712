"""The report of a night on the whole corpus, as one HTML file. Reads the corpus and changes nothing in it.

report.py     the report, and `write_report`;  report.html  its form
site_night.py what it knows of a site;  nights.py  which runs belong to one night;  state.py  how it went, in a word
evidence.py   records and rejects to look at;  chart.py  the nights in a picture;  advice.py  what to do next
"""

from .report import write_report

__all__ = ["write_report"]
