// The workloads of `npm run bench:scheduling`: what people do with one, four and sixteen GPUs.
import { WorkloadMaker, type Workload } from './workload.js';

const HOUR = 3_600;

/** A bulk of one model each evening-hour, and people who try things meanwhile: shapes taken from shared home servers. */
export function bulksAndSingles(servers: number, seed: number): Workload {
  const maker = new WorkloadMaker('bulks with singles between', servers, seed);
  const models = maker.models(5);
  for (let round = 0; round < 4; round += 1)
    for (let user = 0; user < servers; user += 1)
      maker.bulk(
        round * 1_500 + maker.random.integer(0, 600),
        `bulker-${user % 4}`,
        maker.random.pick(models),
        50,
      );
  for (let at = 0; at < 1.6 * HOUR; at += maker.random.exponential(150 / servers))
    maker.single(at, `person-${maker.random.integer(1, 4)}`, maker.random.weighted(zipf(models)).model);
  return maker.done();
}

/** Everybody wants something else, all the time, somewhat below what the servers can do. */
export function mixedSingles(servers: number, seed: number): Workload {
  const maker = new WorkloadMaker('mixed singles', servers, seed);
  const models = maker.models(6);
  for (let at = 0; at < 1.5 * HOUR; at += maker.random.exponential(13 / servers))
    maker.single(at, `person-${maker.random.integer(1, 6)}`, maker.random.weighted(zipf(models)).model);
  return maker.done();
}

/** A comparison of models: one prompt over all of them, then the next prompt. */
export function matrixOverModels(servers: number, seed: number): Workload {
  const maker = new WorkloadMaker('a matrix over models', servers, seed);
  const models = maker.models(4);
  maker.matrix(0, 'comparer', models, 30 * servers);
  for (let at = 60; at < HOUR; at += maker.random.exponential(240 / servers))
    maker.single(at, 'passer-by', maker.random.pick(models));
  return maker.done();
}

/** Four keys with as much work each, from the start to the end, of unlike sizes and models. */
export function equalKeys(servers: number, seed: number): Workload {
  const maker = new WorkloadMaker('four equal keys', servers, seed);
  const models = maker.models(4);
  const tenants = ['key-a', 'key-b', 'key-c', 'key-d'];
  for (const [index, tenant] of tenants.entries())
    for (let bulk = 0; bulk < 5; bulk += 1) maker.bulk(0, tenant, models[(index + bulk) % 4]!, 30 * servers);
  return maker.done(tenants);
}

function zipf(models: readonly string[]): { model: string; weight: number }[] {
  return models.map((model, index) => ({ model, weight: 1 / (index + 1) }));
}
