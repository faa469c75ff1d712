"""How requests are made, from the outside in, as settings.py orders it.

address_guard.py   every request first: is its URL one of the public web? By the rules of addresses.py
robots_txt.py      then: does robots.txt allow it, and how slowly?
opt_outs.py        may a page that came be kept in a corpus?
encodings.py       responses decoded within a limit
redirects.py       each hop is a request that passes the guard again
host_patience.py   hosts that have been silent for minutes are given up
handler.py         the connection: limits on headers, certificates, the end of a run
pauses.py          before it: a host that asks for time gets it
resolver.py        while connecting: only public addresses of a host name, whatever its DNS says now
render.py          afterwards, for sites that say so: the page as a browser shows it (browser.py), with no network
                   but this one (page_network.py)
failures.py        what all of these raise (FetchError), in words for the reject file and the log
"""
