#!/usr/bin/env bash
# A plan through a real Slurm of one node: submitted, a worker killed, a task queued again, merged, and held against what one
# call on this machine gives, byte for byte.
#
#   test.sh PROGRAM [DIR]
#
# Exit 0: passed; 77: Slurm cannot be had here, and one line says why; else: failed, with the logs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
desk=${2:-$(mktemp -d)}
mkdir -p "$desk"
cd "$desk"

say() { printf '%s\n' "$1"; }
fail() {
  printf 'failed: %s\n' "$1" >&2
  tail -n 40 plan/slurm/*.log slurm/*.log >&2 2>/dev/null || true
  exit 1
}
# Waits until a command holds: seconds, what for, command.
within() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ $SECONDS -lt $end ] || fail "waited in vain until $what"
    sleep 0.2
  done
}

status=0
exports=$("$here/one-node.sh" start "$desk/slurm") || status=$?
if [ $status != 0 ]; then
  say "$exports"
  exit $status
fi
trap '"$here/one-node.sh" stop "$desk/slurm" >/dev/null 2>&1 || true' EXIT
eval "$exports"
say "Slurm $(sinfo --version | cut -d' ' -f2) on one node"

cat >experiment.toml <<'TOML'
title = "Through a cluster"
question = "Are these the bytes of a single machine?"
scenario = "hand-hygiene"

[run]
replicates = 100
worlds = 8

[designs.levers.factors.push]
key = "initiatives.hand-hygiene.push"
values = ["0.01 /week", "0.02 /week", "0.03 /week"]
TOML

"$program" sweep experiment.toml --out whole --quiet
"$program" plan experiment.toml --out plan --quiet
"$program" submit plan --engine slurm --shards 4 | tee submitted
array=$(sed -n 's/^array job \([0-9]*\):.*/\1/p' submitted)
merge=$(sed -n 's/.*merge job \([0-9]*\) after it.*/\1/p' submitted)
[ -n "$array" ] && [ -n "$merge" ] || fail "submit did not say which jobs it made"

# Two tasks run at a time. One loses its worker, the other is queued again by hand.
at_work() { pgrep -f "worker .*plan.* --shard $1/4" >/dev/null; }
begun() { compgen -G 'plan/chunks-*/*.csv' >/dev/null; }
within 60 "two workers are at work" eval 'at_work 1 && at_work 2 && begun'
pkill -KILL -f "worker .*plan.* --shard 1/4" || fail "the first worker was gone already"
scontrol requeue "${array}_2" || fail "the second task was gone already"
say "killed the worker of task 1, queued task 2 again"
ended() { [ -z "$(squeue --noheader --jobs="$array,$merge" 2>/dev/null)" ]; }
within 300 "all jobs have ended" ended

grep -q "failed with 137" plan/slurm/*_1.log || fail "the log of task 1 does not tell of the kill"
[ -f plan/runs.csv ] || fail "the merge left no table"
for table in runs.csv summary.csv; do
  cmp "whole/$table" "plan/$table" || fail "$table differs from the local one"
done
say "passed: $(wc -c <plan/runs.csv) bytes of runs.csv, the same as without a cluster"
