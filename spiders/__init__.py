"""How pages arrive: sources are read for links, articles fetched and handed over as `FetchedPage`."""
