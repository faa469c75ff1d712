"""How a page is fetched: address guard, resolver, robots.txt, redirects, encodings."""
