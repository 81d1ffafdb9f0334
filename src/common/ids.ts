import { randomUUID } from 'node:crypto';

/** A job's id: random (v4), because clients and file names abbreviate it to its first 8 characters. */
export function newJobId(): string {
  return randomUUID();
}

/** Names one run of this process; leases carry it. */
export function newBootId(): string {
  return randomUUID();
}
