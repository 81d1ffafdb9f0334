// What runs on shared GPUs while the queue is played through.
import type { GpuSharing, OnGpu } from './gpu-room.js';
import type { PlayedSlot } from './play-through.js';
import type { WaitingJob } from './waiting-job.js';

export class PlayedGpus {
  private readonly bytes = new Map<PlayedSlot, number | null>();
  private readonly starts = new Map<string, number>();

  /** `slots`: those that the play changes. */
  constructor(
    readonly sharing: GpuSharing | undefined,
    private readonly slots: readonly PlayedSlot[],
  ) {
    const left = [...(sharing?.running ?? [])];
    for (const slot of slots.filter(({ freeInSeconds }) => freeInSeconds > 0)) {
      const place = left.findIndex(({ serverId }) => serverId === slot.serverId);
      if (place >= 0) this.bytes.set(slot, left.splice(place, 1)[0]!.bytes);
    }
  }

  started(slot: PlayedSlot, job: WaitingJob, nowMs: number): void {
    this.bytes.set(slot, this.sharing?.bytesOf(job) ?? null);
    this.starts.set(slot.serverId, nowMs);
  }

  /** Seconds from now. */
  at(seconds: number): GpuSharing | undefined {
    const { sharing } = this;
    if (!sharing) return undefined;
    const running: OnGpu[] = this.slots
      .filter(({ freeInSeconds }) => freeInSeconds > seconds)
      .map((slot) => ({ serverId: slot.serverId, bytes: this.bytes.get(slot) ?? null }));
    return { ...sharing, running, lastStartMs: (id) => this.starts.get(id) ?? sharing.lastStartMs(id) };
  }
}
