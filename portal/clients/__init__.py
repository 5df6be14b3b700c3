"""The network: every call that leaves the portal goes through a module of this room."""
