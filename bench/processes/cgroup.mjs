import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';

/** Folder and file names of cgroups, version 2 and version 1. */
const V2 = { folder: '/sys/fs/cgroup', limit: 'memory.max', peak: 'memory.peak' };
const V1 = {
  folder: '/sys/fs/cgroup/memory',
  limit: 'memory.limit_in_bytes',
  peak: 'memory.max_usage_in_bytes',
};
const { folder, limit, peak } = existsSync(`${V2.folder}/cgroup.controllers`) ? V2 : V1;

/** The reason why memory cannot be limited on this machine; undefined if it can. */
export function cannotLimitMemory() {
  try {
    limitMemory(2 ** 29).remove();
    return undefined;
  } catch (error) {
    return `needs root and a writable ${folder} (${error.code ?? error.message})`;
  }
}

/**
 * Creates a cgroup with a memory limit, as a container has, and without swap, as a pod has. Node sizes its
 * heap by this limit.
 */
export function limitMemory(bytes) {
  const group = `${folder}/kyukei-bench-${process.pid}`;
  if (folder === V2.folder) writeFileSync(`${folder}/cgroup.subtree_control`, '+memory');
  mkdirSync(group, { recursive: true });
  writeFileSync(`${group}/${limit}`, String(bytes));
  return {
    /**
     * A process that writes its id to this file joins the cgroup, with all processes that it starts later.
     */
    procs: `${group}/cgroup.procs`,
    peakKib: () => Number(readFileSync(`${group}/${peak}`, 'utf8')) / 1024,
    /** Call this after all processes of the cgroup have ended. */
    remove: () => rmdirSync(group),
  };
}
