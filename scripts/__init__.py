"""What `make` calls: set-up, the demo's supervisor, the test run. install.py needs nothing but Python itself."""
