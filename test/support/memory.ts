import { readFileSync } from 'node:fs';

/** Resident memory of a process in MiB (Linux). */
export const residentMiB = (pid: number | undefined) => statusMiB(pid, 'VmRSS');

/** The peak of its resident memory in MiB. */
export const peakMiB = (pid: number | undefined) => statusMiB(pid, 'VmHWM');

function statusMiB(pid: number | undefined, field: string): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}
