"""What a page says of itself: JSON-LD, microdata, meta tags, headings, site names."""
