"""Samsyn: the working place of voluntary inter-municipal collaboration (interkommunal samverkan)."""

__version__ = "0.1.0"
