"""Read by gunicorn in this folder: load the portal once, so that a refusal to start is said once.

Without it each worker would be refused, and started again for ever.
"""

preload_app = True
