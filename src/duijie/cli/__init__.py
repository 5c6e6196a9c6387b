"""The command line: one file per verb, each command one function of ``duijie.flow``."""
