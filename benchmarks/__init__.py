"""What Samsyn's speed and size are held to, measured against a peer or a floor within the same run.

`python -m benchmarks` measures everything, `python -m benchmarks pages start` only those. Never a timed test: a figure
over its limit is said, and nothing fails. Absolute seconds and milliseconds mean something on a quiet machine only.
"""
