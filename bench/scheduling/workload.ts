// Seeded workloads: which jobs come when, from whom, for which model, of what size. Times in seconds.
import { SeededRandom } from './seeded-random.js';

export interface WorkloadJob {
  seq: number;
  arrives: number;
  tenant: string;
  model: string;
  background: boolean;
  /** Megapixels × steps × images. */
  work: number;
  /** What it really takes on the reference GPU with its model loaded. */
  seconds: number;
}

export interface Workload {
  name: string;
  servers: number;
  jobs: WorkloadJob[];
  /** What each model takes to load. */
  loadSeconds: ReadonlyMap<string, number>;
  /** Tenants that have the same work, for the index of fairness. */
  equalTenants: readonly string[];
}

/** Sizes that people use, with their weights: SD 1.5, SDXL, SDXL with hires. */
const SIZES = [
  { megapixels: 0.26, weight: 3 },
  { megapixels: 1.05, weight: 6 },
  { megapixels: 2.4, weight: 1 },
];
const SECONDS_PER_WORK = 0.4;
const LOADS = [6, 9, 12, 15, 18, 22, 8, 10];

export class WorkloadMaker {
  readonly random: SeededRandom;
  private readonly jobs: WorkloadJob[] = [];
  private readonly loads = new Map<string, number>();

  constructor(
    private readonly name: string,
    private readonly servers: number,
    seed: number,
  ) {
    this.random = new SeededRandom(seed);
  }

  models(count: number): string[] {
    const names = Array.from({ length: count }, (_, index) => `model-${index}`);
    for (const [index, model] of names.entries()) this.loads.set(model, LOADS[index % LOADS.length]!);
    return names;
  }

  single(arrives: number, tenant: string, model: string): void {
    this.add(arrives, tenant, model, false, this.random.weighted(SIZES));
  }

  /** Jobs of one size for one model, all at once. */
  bulk(arrives: number, tenant: string, model: string, quantity: number): void {
    const size = this.random.weighted(SIZES);
    for (let made = 0; made < quantity; made += 1) this.add(arrives, tenant, model, true, size);
  }

  /** One prompt over several models, as the matrix form makes it: models alternate. */
  matrix(arrives: number, tenant: string, models: readonly string[], prompts: number): void {
    const size = this.random.weighted(SIZES);
    for (let prompt = 0; prompt < prompts; prompt += 1)
      for (const model of models) this.add(arrives, tenant, model, true, size);
  }

  done(equalTenants: readonly string[] = []): Workload {
    const jobs = [...this.jobs].sort((a, b) => a.arrives - b.arrives || a.seq - b.seq);
    return {
      name: `${this.name}, ${this.servers} server${this.servers === 1 ? '' : 's'}`,
      servers: this.servers,
      jobs: jobs.map((job, index) => ({ ...job, seq: index + 1 })),
      loadSeconds: this.loads,
      equalTenants,
    };
  }

  private add(
    arrives: number,
    tenant: string,
    model: string,
    background: boolean,
    size: { megapixels: number },
  ): void {
    const steps = 20 + this.random.integer(0, 10);
    const work = size.megapixels * steps;
    const seconds = work * SECONDS_PER_WORK * this.random.around(1, 0.08);
    this.jobs.push({ seq: this.jobs.length + 1, arrives, tenant, model, background, work, seconds });
  }
}
