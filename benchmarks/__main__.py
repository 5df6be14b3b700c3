"""`python -m benchmarks`: measures and writes RESULTS.md."""

from benchmarks.run import main

main()
