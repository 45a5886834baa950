"""Empty, but needed: Django tells only apps with models that migrations are done."""
