import { readFileSync } from 'node:fs';

/** MiB of memory that a process of ours holds (Linux). */
export function residentMiB(pid: number | undefined): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
