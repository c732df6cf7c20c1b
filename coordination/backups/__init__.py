"""The whole database as a file, and back: for whoever runs the server, and no step of anybody's work."""
