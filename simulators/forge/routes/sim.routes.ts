import { jsonAnswer } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { knobNames } from '../knobs.js';
import type { Knobs } from '../knobs.js';
import { HttpException } from '../python-errors.js';
import type { Exchange, Route } from '../router.js';
import { isObject } from '../validation/validator.js';

/** What only a simulator can be asked: its ground truth, its knobs, and to die. */
export interface SimulatorControls {
  restart(downMs: number): Promise<void>;
  reset(): Promise<void>;
}

export function simRoutes(controls: SimulatorControls): Route[] {
  return [
    { method: 'GET', path: '/__sim/state', handle: state },
    { method: 'POST', path: '/__sim/knobs', handle: turnKnobs },
    {
      method: 'POST',
      path: '/__sim/restart',
      handle: ({ body, response }) => {
        const downMs = Number(readObject(body)['downMs'] ?? 0) || 0;
        response.once('finish', () => void controls.restart(downMs));
        return jsonAnswer({ downMs }, 200, { connection: 'close' });
      },
    },
    {
      method: 'POST',
      path: '/__sim/reset',
      handle: async () => {
        await controls.reset();
        return jsonAnswer({});
      },
    },
  ];
}

function state({ host }: Exchange): Answer {
  return jsonAnswer({ generations: host.log.generations, requests: host.log.requests, knobs: host.knobs });
}

/** Merges into the knobs; null switches one off. */
function turnKnobs({ host, body }: Exchange): Answer {
  const changes = readObject(body);
  const unknown = Object.keys(changes).find((name) => !knobNames.some((known) => known === name));
  if (unknown !== undefined) throw new HttpException(422, `no knob named ${unknown}`);
  Object.assign(host.knobs, changes as Knobs);
  return jsonAnswer(host.knobs);
}

function readObject(body: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw new HttpException(422, 'a JSON object is expected');
  }
  if (!isObject(parsed)) throw new HttpException(422, 'a JSON object is expected');
  return parsed;
}
