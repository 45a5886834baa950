"""Documents looked through before they become public, in a process of its own: nothing here knows Django.

`python -m samsyn.documents.examining` is run by `samsyn.common.apart`; `samsyn.documents.gate` is the side that asks.
"""
