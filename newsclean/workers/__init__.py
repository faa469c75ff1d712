"""Killable processes that clean pages.

pool.py       hands pages to workers: the door for crawls and commands
worker.py     one worker as its owner sees it: limits, second tries, replacement;  process.py  the inside of its process
job.py        what a worker is asked to do;  lifeline.py  ties a worker to its owner
crashes.py    names the line where newsclean broke
"""
