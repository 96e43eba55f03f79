import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds per clock tick: `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const MS_PER_TICK = 10;

/**
 * CPU milliseconds that a process and its living children have used so far, in user mode and in the kernel.
 */
export function cpuMs(pid) {
  return family(pid).reduce((sum, { utime, stime }) => sum + (utime + stime) * MS_PER_TICK, 0);
}

/** Resident memory of a process and its children, in KiB. */
export function rssKib(pid) {
  return family(pid).reduce((sum, { pid }) => sum + status(pid, 'VmRSS'), 0);
}

/** The maximum number of open files of this process and of each process that it starts. */
export function openFilesLimit() {
  return Number(/Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))[1]);
}

function status(pid, name) {
  return Number(
    new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0,
  );
}

/** The process and all its descendants. */
function family(pid) {
  const all = readdirSync('/proc').filter(Number).map(stat).filter(Boolean);
  const members = all.filter((process) => process.pid === pid);
  for (const { pid: parent } of members) members.push(...all.filter(({ ppid }) => ppid === parent));
  return members;
}

function stat(pid) {
  try {
    // The command name is in parentheses and may contain any character.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ').map(Number);
    return { pid: Number(pid), ppid: fields[1], utime: fields[11], stime: fields[12] };
  } catch {
    return undefined; // The process has ended in the meantime.
  }
}
