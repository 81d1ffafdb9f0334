// Which step comes after which, and what is wrong with that. Pure.
import type { FieldProblem } from '../common/errors.js';

/** A step as far as its place matters. */
export interface OrderedStep {
  name: string;
  after?: readonly string[] | null;
  takes?: { images?: { from: string } | null; seed?: { from: string } | null } | null;
}

export interface Order {
  /** Places of the steps, each behind all that it waits for; else as they came. Those of a circle are left out. */
  order: number[];
  problems: FieldProblem[];
}

interface Named {
  name: string;
  /** Within the step. */
  path: string;
}

/** Every name by which a step calls another one. */
export function namedBy({ after, takes }: OrderedStep): Named[] {
  return [
    ...(after ?? []).map((name, index) => ({ name, path: `after.${index}` })),
    ...(takes?.images ? [{ name: takes.images.from, path: 'takes.images.from' }] : []),
    ...(takes?.seed ? [{ name: takes.seed.from, path: 'takes.seed.from' }] : []),
  ];
}

export function orderOf(steps: readonly OrderedStep[]): Order {
  const places = new Map(steps.map(({ name }, index) => [name, index]));
  const problems = [...doubleNames(steps, places), ...unknownNames(steps, places)];
  const order: number[] = [];
  const done = new Set<number>();
  const isFree = (step: OrderedStep): boolean =>
    namedBy(step).every(({ name }) => {
      const place = places.get(name);
      return place === undefined || done.has(place);
    });
  for (;;) {
    const next = steps.findIndex((step, index) => !done.has(index) && isFree(step));
    if (next < 0) break;
    done.add(next);
    order.push(next);
  }
  return { order, problems: [...problems, ...circles(steps, done)] };
}

function doubleNames(steps: readonly OrderedStep[], places: ReadonlyMap<string, number>): FieldProblem[] {
  return steps.flatMap(({ name }, index) =>
    places.get(name) === index
      ? []
      : [
          {
            path: `steps.${index}.name`,
            message: `is that of step ${places.get(name)}, too; each step needs its own`,
          },
        ],
  );
}

function unknownNames(steps: readonly OrderedStep[], places: ReadonlyMap<string, number>): FieldProblem[] {
  const known = [...places.keys()].map((name) => `"${name}"`).join(', ');
  return steps.flatMap((step, index) =>
    namedBy(step)
      .filter(({ name }) => !places.has(name))
      .map(({ name, path }) => ({
        path: `steps.${index}.${path}`,
        message: `there is no step "${name}"; there are ${known}`,
      })),
  );
}

/** Whoever is left over waits for itself, or for somebody who does. */
function circles(steps: readonly OrderedStep[], done: ReadonlySet<number>): FieldProblem[] {
  const left = new Map(
    steps.flatMap((step, index) => (done.has(index) ? [] : [[step.name, { step, index }]])),
  );
  return [...left.values()].flatMap(({ step, index }) => {
    const circle = circleFrom(step, left);
    if (!circle) return [];
    return [{ path: `steps.${index}`, message: `waits for itself: ${circle.join(' → ')}` }];
  });
}

/** The way from a step back to itself; undefined where there is none. */
function circleFrom(
  start: OrderedStep,
  left: ReadonlyMap<string, { step: OrderedStep }>,
): string[] | undefined {
  const ways: string[][] = [[start.name]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way; way = ways.shift()) {
    for (const { name } of namedBy(left.get(way.at(-1)!)!.step)) {
      if (name === start.name) return [...way, name];
      if (seen.has(name) || !left.has(name)) continue;
      seen.add(name);
      ways.push([...way, name]);
    }
  }
  return undefined;
}
