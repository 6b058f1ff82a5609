"""The migrations, oldest first by number; `healthgap.store.database` names the newest."""
