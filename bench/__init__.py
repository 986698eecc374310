"""The benchmarks: ratios measured side by side in one run. `./dev bench` runs them, docs/benchmarks.md tells how to read them.

Nothing may be imported here: the peers' environment, which has none of the application's packages, loads this package too.
"""
