#!/usr/bin/env bash
# A real Slurm of one node with two CPUs on this machine, for tests of the job scripts: everything it writes is in DIR.
#
#   one-node.sh start DIR   installs Debian's packages if need be, starts the daemons, prints what to export
#   one-node.sh stop DIR    ends its jobs and daemons; DIR and its logs stay
#
# Exit 0: done; 77: Slurm cannot be had here, and one line on standard output says why; 1: it did not start; 2: wrong use.
# TAKEHOLD_REQUEUE_EXIT is slurm.conf's RequeueExit (130; empty: none), TAKEHOLD_SLURM_EXTRA is put last in slurm.conf.
#
# Where it differs from a real cluster: no accounting, no cgroups, memory is checked against the node's but not shared
# out, and a requeued task may start again after 5 s (cred_expire) instead of Slurm's usual 120.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

die() { printf 'one-node.sh: %s\n' "$2" >&2; exit "$1"; }
unavailable() { printf '%s\n' "$1"; exit 77; }

packages=(munge slurmctld slurmd slurm-client)
installed() { local each; for each in munged slurmctld slurmd sbatch scontrol; do command -v "$each" >/dev/null || return; done; }

install_packages() {
  command -v apt-get >/dev/null || unavailable "Slurm is not installed and there is no apt-get to install it"
  [ "$(id -u)" = 0 ] || unavailable "Slurm is not installed and only root can install it"
  # The packages would start services with the machine's own configuration; this is Debian's way to forbid it.
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    # shellcheck disable=SC2064
    trap "rm -f $policy" EXIT
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
  fi
  local get=(apt-get -y -o DPkg::Lock::Timeout=60 -o Acquire::http::Timeout=10) log=$dir/install.log
  export DEBIAN_FRONTEND=noninteractive
  "${get[@]}" install --no-install-recommends "${packages[@]}" >"$log" 2>&1 </dev/null ||
    # Perhaps only because the lists are missing or old.
    { "${get[@]}" update && "${get[@]}" install --no-install-recommends "${packages[@]}"; } >>"$log" 2>&1 </dev/null ||
    unavailable "apt-get cannot install Slurm: $(grep '^E:' "$log" | tail -n 1)"
  installed || unavailable "Slurm's programs are not there after apt-get installed its packages"
}

# The process of a PID file, if it is that program and still runs: one that ended unseen by its parent has no command line.
running() {
  local pid
  pid=$(cat "$dir/$1.pid" 2>/dev/null) && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$1" ] &&
    grep -q . "/proc/$pid/cmdline" 2>/dev/null && echo "$pid"
}

# Waits until a command holds: seconds, command.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do [ $SECONDS -lt $end ] || return 1; sleep 0.1; done
}

gone() { [ -z "$(running "$1")" ]; }
idle() { [ "$(sinfo --noheader --format=%T 2>/dev/null)" = idle ]; }

# The processes of jobs, which carry this in their environment, and the daemons that watch over them, which do not.
leftovers() {
  local each environment
  for each in /proc/[0-9]*; do
    if [ "$(cat "$each/comm" 2>/dev/null)" = slurmstepd ] && [ "$(readlink "$each/cwd")" = "$dir" ]; then
      echo "${each#/proc/}"
    elif environment=$({ tr '\0' '\n' <"$each/environ"; } 2>/dev/null) && grep -q '^SLURM_JOB_ID=' <<<"$environment" &&
      grep -qxF "SLURM_CONF=$dir/slurm.conf" <<<"$environment"; then
      echo "${each#/proc/}"
    fi
  done
}

stop() {
  local each pid left
  for each in slurmd slurmctld munged; do
    pid=$(running $each) || continue
    kill "$pid" 2>/dev/null || true
    within 10 gone $each || kill -9 "$pid" 2>/dev/null || true
    rm -f "$dir/$each.pid"
  done
  # Again until there are none: what is killed may just have begun another.
  for _ in 1 2 3 4 5; do
    left=$(leftovers)
    [ -n "$left" ] || break
    # shellcheck disable=SC2086
    kill -9 $left 2>/dev/null || true
    sleep 0.1
  done
}

free_port() {
  local port=$1
  while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 2)); done
  echo "$port"
}

start() {
  local host user requeue=${TAKEHOLD_REQUEUE_EXIT-130}
  installed || install_packages
  # What an earlier start left: the settings may be others now.
  stop
  host=$(uname -n)
  host=${host%%.*}
  user=$(id -un)
  rm -rf "$dir/state" "$dir/spool" "$dir"/munge.*
  mkdir -p "$dir/state" "$dir/spool"
  (umask 077 && head -c 128 /dev/urandom >"$dir/munge.key")
  cat >"$dir/slurm.conf" <<END
ClusterName=one-node
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port 16817)
SlurmdPort=$(free_port 16818)
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$dir/munge.socket,cred_expire=5
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
# Looks at waiting jobs every few seconds instead of every minute.
SchedulerParameters=sched_interval=2,bf_interval=2
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=10
${requeue:+RequeueExit=$requeue}
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo) State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
${TAKEHOLD_SLURM_EXTRA:-}
END
  # Forced: otherwise it refuses a folder that other users cannot enter, such as mktemp's.
  munged --force --key-file="$dir/munge.key" --socket="$dir/munge.socket" --pid-file="$dir/munged.pid" \
    --log-file="$dir/munged.log" --seed-file="$dir/munged.seed" </dev/null >"$dir/start.log" 2>&1 ||
    die 1 "munged did not start: $(tail -n 1 "$dir/start.log")"
  slurmctld -c </dev/null >>"$dir/start.log" 2>&1 || die 1 "slurmctld did not start, see $dir/slurmctld.log"
  slurmd </dev/null >>"$dir/start.log" 2>&1 || die 1 "slurmd did not start, see $dir/slurmd.log"
  within 30 idle || die 1 "the node is not idle after 30 s, see the logs in $dir"
  printf 'export SLURM_CONF=%s/slurm.conf\n' "$dir"
}

[ $# = 2 ] || die 2 "usage: one-node.sh start|stop DIR"
# Slurm's configuration has no way to quote.
[[ $2 =~ ^[A-Za-z0-9_./+-]+$ ]] || die 2 "Slurm cannot use such a folder's name: $2"
case $1 in
  start) mkdir -p "$2" ;;
  stop) [ -d "$2" ] || exit 0 ;;
  *) die 2 "usage: one-node.sh start|stop DIR" ;;
esac
dir=$(cd "$2" && pwd -P)
# Names of Unix sockets are at most 107 characters long.
[ ${#dir} -le 70 ] || die 2 "the folder's name is too long for the daemons' sockets: $dir"
export SLURM_CONF=$dir/slurm.conf
"$1"
