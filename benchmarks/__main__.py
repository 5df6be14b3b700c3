"""`python -m benchmarks`: measures and writes RESULTS.md."""

import subprocess
import sys

from benchmarks import matching
from benchmarks.run import main

main()
# A process of its own: it reads options of its own, and serves.
subprocess.run([sys.executable, "-m", "benchmarks.pages"], check=True)
matching.main()
