"""Dask workers that are killed at work lose nothing, and what is merged is the same bytes as what one call gives.

    python cluster/dask/test_sweep.py PROGRAM
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from dask.distributed import Client, LocalCluster
from sweep import work

EXPERIMENT = """
title = "Dask"
question = "Is anything lost?"
scenario = "hand-hygiene"

[run]
replicates = 40
worlds = 3

[keep]
chunk = 5

[designs.levers.factors.push]
key = "initiatives.hand-hygiene.push"
values = ["0.01 /week", "0.02 /week", "0.03 /week"]
"""


def main() -> None:
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        desk = pathlib.Path(folder)
        (desk / "e.toml").write_text(EXPERIMENT)

        def takehold(*arguments: str) -> None:
            subprocess.run([program, *arguments, "--quiet"], cwd=desk, check=True)

        takehold("sweep", "e.toml", "--out", "whole")
        takehold("plan", "e.toml", "--out", "plan")
        plan = desk / "plan"
        cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
        with cluster, Client(cluster) as client:
            killed = []

            def kill_one_at_work() -> None:
                for _ in range(200):
                    if list(plan.glob("chunks-*/*.csv")):
                        break
                    time.sleep(0.05)
                name, pid = next(iter(client.run(os.getpid).items()))
                os.kill(pid, signal.SIGKILL)
                killed.append(name)
                there, all_chunks = len(list(plan.glob("chunks-*/*.csv"))), json.loads((plan / "plan.json").read_text())["chunks"]
                assert there < all_chunks, "it was done before a worker could be killed"

            refused = work(client, program, str(plan), 12, watch=kill_one_at_work)
            assert not refused, refused
            assert killed
        takehold("merge", "plan")
        for table in ["runs.csv", "summary.csv"]:
            one, other = (desk / "whole" / table).read_bytes(), (plan / table).read_bytes()
            assert one == other, f"{table} differs"
        print(f"12 shards on 2 Dask workers, {len(killed)} of them killed: the same {len(one)} bytes of summary")


if __name__ == "__main__":
    main()
