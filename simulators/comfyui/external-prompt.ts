import { randomUUID } from 'node:crypto';
import type { Graph } from './graph/graph.js';
import type { Dict, Json } from './python-json.js';
import type { ServerLife } from './server-life.js';

/** A prompt of somebody at the server's own page, in the queue like any other. */
export function queueExternalPrompt(life: ServerLife, durationMs: number): void {
  const steps = Math.max(1, Math.round(durationMs / Math.max(1, life.settings.stepMs)));
  const graph: Graph = new Map([
    ['1', node('EmptyImage', { width: 64, height: 64, batch_size: 1, color: 0 })],
    ['2', node('LabSlow', { image: ['1', 0], steps })],
    ['3', node('PreviewImage', { images: ['2', 0] })],
  ]);
  const extraData: Dict = new Map<string, Json>([
    ['client_id', randomUUID()],
    ['create_time', Date.now()],
  ]);
  const number = life.nextNumber++;
  const about = { number, promptId: randomUUID(), outputs: ['3'], secrets: new Map<string, Json>() };
  life.queue.put({ ...about, graph, extraData, requestedAt: Date.now(), isForeign: true });
}

function node(className: string, inputs: Record<string, Json>): Dict {
  return new Map<string, Json>([
    ['class_type', className],
    ['inputs', new Map(Object.entries(inputs))],
  ]);
}
