"""The portal in a browser: a request is parsed, one service is called, a page is shown."""
