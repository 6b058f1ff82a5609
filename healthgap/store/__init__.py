"""Everything healthgap remembers, in SQLite or PostgreSQL: releases, subscriptions, deliveries, threads."""
