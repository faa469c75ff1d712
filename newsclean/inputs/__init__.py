"""What `newsclean clean` and `explain` take: addresses, files, folders, standard input. All become a stream of Pages.

inputs.py      the command line as one stream of pages, and what of it was skipped
folder.py      the files of a folder that may hold pages
source.py      one file, or standard input, open for reading;  kinds.py  what it holds, by its first bytes
json_pages.py  JSON: an object a line, or an array of them;  fields.py  which of its fields mean what
warc_files.py  WARC and WACZ
addresses.py   pages from the web, fetched by a crawl in a process of its own

What cannot be read is a Reject that says why, in its place in the stream.
"""
