# SPDX-License-Identifier: GPL-3.0-or-later
"""A Slurm cluster of one node, this machine, for as long as a test runs.

It has its own key, sockets, ports, spool and state, all below one folder, and is stopped
by the process numbers that it was started with. As a program, with the name of a folder, it
starts the cluster there and stops it.
"""
import getpass
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time

DAEMONS = ("munged", "slurmctld", "slurmd")


def is_installed():
    """True when Slurm's and munge's daemons are there to be started."""
    path = os.environ["PATH"] + ":/usr/sbin"
    return all(shutil.which(name, path=path) for name in DAEMONS)


def free_ports(n):
    """n ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(n)]
    for one in sockets:
        one.bind(("", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class OneNode:
    """The cluster; `env` is what its clients need in their environment."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.processes = []
        self.env = dict(os.environ, SLURM_CONF=str(self.folder / "slurm.conf"))
        self.env["PATH"] += ":/usr/sbin"

    def configure(self, cpus):
        control, node = free_ports(2)
        host = socket.gethostname().split(".")[0]
        user = getpass.getuser()
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        # No control group is used, but slurmd would look for their tree to tell its kind, and
        # a bare container has none.
        (self.folder / "cgroup.conf").write_text(
            f"CgroupPlugin=cgroup/v1\nCgroupMountpoint={self.folder}/cgroup\n")
        (self.folder / "slurm.conf").write_text(f"""
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={self.folder}/munge.socket,cred_expire=10
CredType=cred/munge
SlurmctldPort={control}
SlurmdPort={node}
StateSaveLocation={self.folder}/state
SlurmdSpoolDir={self.folder}/spool
SlurmctldPidFile={self.folder}/slurmctld.pid
SlurmdPidFile={self.folder}/slurmd.pid
SlurmctldLogFile={self.folder}/slurmctld.log
SlurmdLogFile={self.folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/linux
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
ReturnToService=2
SchedulerParameters=sched_min_interval=100000,bf_interval=1,batch_sched_delay=0
MpiDefault=none
SwitchType=switch/none
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory=1000 State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
""")

    def start_one(self, command):
        with open(self.folder / f"{command[0]}.out", "w") as log:
            self.processes.append(subprocess.Popen(command, env=self.env, stdout=log,
                                                   stderr=subprocess.STDOUT))

    def start(self, cpus):
        """Starts it, and waits until the node takes work."""
        self.configure(cpus)
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        os.chmod(self.folder, 0o755)
        self.start_one(["munged", "--foreground", "--force",
                        f"--socket={self.folder}/munge.socket", f"--key-file={key}",
                        f"--pid-file={self.folder}/munged.pid",
                        f"--log-file={self.folder}/munged.log",
                        f"--seed-file={self.folder}/munged.seed"])
        self.wait_for(lambda: (self.folder / "munge.socket").exists(), "munged")
        self.start_one(["slurmctld", "-D", "-c"])
        self.start_one(["slurmd", "-D"])
        self.wait_for(self.is_idle, "the node")

    def is_idle(self):
        done = subprocess.run(["sinfo", "-h", "-o", "%T"], env=self.env, text=True,
                              capture_output=True)
        return done.stdout.strip() == "idle"

    def wait_for(self, is_there, what, seconds=40):
        for _ in range(seconds * 10):
            if is_there():
                return
            time.sleep(0.1)
        logs = "".join(path.read_text(errors="replace")[-2000:]
                       for path in sorted(self.folder.glob("*.log")) +
                       sorted(self.folder.glob("*.out")))
        raise RuntimeError(f"{what} does not come up:\n{logs}")

    def stop(self):
        """Ends every daemon that it started, the last one first."""
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes = []


if __name__ == "__main__":
    cluster = OneNode(sys.argv[1])
    try:
        cluster.start(cpus=1)
    finally:
        cluster.stop()
