// How long servers take to load models, learned from the times that they did: an exponentially weighted mean for each
// model on each server, else for the server, else for the model anywhere.

/** What a checkpoint of a few gigabytes takes from an SSD; only until one was seen. */
const ASSUMED_SECONDS = 10;
/** Weight of the newest. */
const WEIGHT = 0.3;

export class LoadTimes {
  private readonly means = new Map<string, number>();

  /** `model` as `modelName` writes it. */
  learn(serverId: string, model: string, seconds: number): void {
    if (!(seconds > 0) || !Number.isFinite(seconds)) return;
    for (const key of [both(serverId, model), both(serverId, ''), both('', model)]) {
      const mean = this.means.get(key);
      this.means.set(key, mean === undefined ? seconds : mean + WEIGHT * (seconds - mean));
    }
  }

  seconds(serverId: string, model: string): number {
    return (
      this.means.get(both(serverId, model)) ??
      this.means.get(both(serverId, '')) ??
      this.means.get(both('', model)) ??
      ASSUMED_SECONDS
    );
  }
}

function both(serverId: string, model: string): string {
  return JSON.stringify([serverId, model]);
}
