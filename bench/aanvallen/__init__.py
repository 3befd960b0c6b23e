"""The attack list: what an intruder would try, against a really running server. See bench/aanvallen/__main__.py."""
