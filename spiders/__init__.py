"""How pages arrive: feeds, sitemaps and section pages are read, articles fetched and handed over as `Page`."""
