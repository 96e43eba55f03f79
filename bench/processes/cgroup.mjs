import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';

/** Where the kernel has it, and what it calls things: version 2, or 1. */
const V2 = { folder: '/sys/fs/cgroup', limit: 'memory.max', peak: 'memory.peak' };
const V1 = {
  folder: '/sys/fs/cgroup/memory',
  limit: 'memory.limit_in_bytes',
  peak: 'memory.max_usage_in_bytes',
};
const { folder, limit, peak } = existsSync(`${V2.folder}/cgroup.controllers`) ? V2 : V1;

/** Why no memory can be limited here; undefined where it can. */
export function cannotLimitMemory() {
  try {
    limitMemory(2 ** 29).remove();
    return undefined;
  } catch (error) {
    return `needs root and a writable ${folder} (${error.code ?? error.message})`;
  }
}

/** What a container with a memory limit is to the kernel, and to Node, which measures its heap by it. Without swap, as a pod is. */
export function limitMemory(bytes) {
  const group = `${folder}/kyukei-bench-${process.pid}`;
  if (folder === V2.folder) writeFileSync(`${folder}/cgroup.subtree_control`, '+memory');
  mkdirSync(group, { recursive: true });
  writeFileSync(`${group}/${limit}`, String(bytes));
  return {
    /** A process that writes its id there is in it, with all it starts. */
    procs: `${group}/cgroup.procs`,
    peakKib: () => Number(readFileSync(`${group}/${peak}`, 'utf8')) / 1024,
    /** Once its processes have ended. */
    remove: () => rmdirSync(group),
  };
}
