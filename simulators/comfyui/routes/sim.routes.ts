import { jsonAnswer } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { route } from '../http/router.js';
import type { Exchange, Route } from '../http/router.js';
import { knobNames } from '../knobs.js';
import type { Knobs, SocketFate } from '../knobs.js';

/** What only a simulator can be asked: its ground truth, its knobs, its WebSockets, and to die. */
export interface SimulatorControls {
  restart(downMs: number): Promise<void>;
  reset(): void;
}

const fates: readonly SocketFate[] = ['close', 'reset', 'halfOpen'];

export function simRoutes(controls: SimulatorControls): Route[] {
  return [
    route('GET', '/__sim/state', ({ host, life }) =>
      jsonAnswer({
        generations: host.log.generations,
        requests: host.log.requests,
        knobs: host.knobs,
        sockets: life.hub.clientIds,
        loaded_models: life.memory.loadedNames,
      }),
    ),
    route('POST', '/__sim/knobs', turnKnobs),
    route('POST', '/__sim/sockets', strikeSockets),
    route('POST', '/__sim/restart', ({ body, response }) => {
      const downMs = Number(readPlain(body)?.['downMs'] ?? 0) || 0;
      response.once('finish', () => void controls.restart(downMs));
      return jsonAnswer({ downMs });
    }),
    route('POST', '/__sim/reset', () => {
      controls.reset();
      return jsonAnswer({});
    }),
  ];
}

/** Merges into the knobs; null switches one off. */
function turnKnobs({ host, body }: Exchange): Answer {
  const changes = readPlain(body);
  if (!changes) return jsonAnswer({ error: 'a JSON object is expected' }, 422);
  const unknown = Object.keys(changes).find((name) => !knobNames.some((known) => known === name));
  if (unknown !== undefined) return jsonAnswer({ error: `no knob named ${unknown}` }, 422);
  Object.assign(host.knobs, changes as Knobs);
  return jsonAnswer(host.knobs);
}

/** `{ "fate": "close" | "reset" | "halfOpen" | "steal", "client": "…" }`; without a client: all. */
function strikeSockets({ life, body }: Exchange): Answer {
  const asked = readPlain(body);
  const client = typeof asked?.['client'] === 'string' ? asked['client'] : null;
  const fate = fates.find((one) => one === asked?.['fate']);
  if (asked?.['fate'] === 'steal')
    (client === null ? life.hub.clientIds : [client]).forEach((id) => life.hub.steal(id));
  else if (fate) life.hub.strike(fate, client);
  else return jsonAnswer({ error: 'fate must be close, reset, halfOpen or steal' }, 422);
  return jsonAnswer({ sockets: life.hub.clientIds });
}

function readPlain(body: Buffer): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}
