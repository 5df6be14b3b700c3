"""The organisations that pay what this portal does not pay."""
