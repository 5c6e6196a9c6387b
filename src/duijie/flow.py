"""The whole story: one function per command, files in and files out."""
