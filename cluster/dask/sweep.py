"""Works a plan of takehold off on Dask workers: one task a shard.

    takehold plan experiment.toml --out plan
    python cluster/dask/sweep.py plan --shards 8
    takehold merge plan

Workers of takehold are idempotent, so that it does no harm when Dask runs a task again after a node was lost, which it
also does with tasks that had ended well.
"""

import argparse
import os
import subprocess
import sys

from dask.distributed import Client, LocalCluster

# Exit codes of `takehold worker`: its input was refused, as it would be again.
REFUSED = 2


def shard(program: str, plan: str, index: int, of: int) -> str:
    """Does one shard. Raises where it did not get to its end, so that Dask tries it again."""
    command = [program, "worker", plan, "--shard", f"{index}/{of}", "--threads", "1", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == REFUSED:
        return done.stderr
    done.check_returncode()
    return ""


def work(client: Client, program: str, plan: str, shards: int, watch=lambda: None) -> list[str]:
    """Does all shards of a plan. What was refused is returned, as what takehold says of it."""
    # Workers may have another working folder.
    plan = os.path.abspath(plan)
    # Not pure, so that each task has a name of its own: Dask must not skip what it remembers from another plan.
    tasks = [
        client.submit(shard, program, plan, index, shards, pure=False, retries=5)
        for index in range(1, shards + 1)
    ]
    watch()
    return [said for said in client.gather(tasks) if said]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("plan", help="the plan folder, on a file system that all workers share")
    arguments.add_argument("--shards", type=int, default=8)
    arguments.add_argument("--program", default="takehold")
    arguments.add_argument("--scheduler", help="address of a Dask scheduler; left out, workers are started here")
    arguments.add_argument("--workers", type=int, help="how many to start here; left out, one a processor")
    asked = arguments.parse_args()
    if asked.scheduler:
        client = Client(asked.scheduler)
    else:
        client = Client(LocalCluster(n_workers=asked.workers, threads_per_worker=1, dashboard_address=None))
    with client:
        refused = work(client, asked.program, asked.plan, asked.shards)
    for said in refused:
        sys.stderr.write(said)
    return REFUSED if refused else 0


if __name__ == "__main__":
    sys.exit(main())
