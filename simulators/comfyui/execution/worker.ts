import { LifeEnded } from '../../common/life-ended.js';
import { pause } from '../../common/pause.js';
import { shortenTexts } from '../../common/generation-log.js';
import { copyGraph, textsOf } from '../graph/graph.js';
import { drawFaults, takeKnob } from '../knobs.js';
import { plainJson } from '../python-json.js';
import { Incomparable, clientOf } from '../queue/queue-item.js';
import type { QueueItem } from '../queue/queue-item.js';
import type { ServerLife } from '../server-life.js';
import type { Generation } from '../generation-log.js';
import type { Host } from '../host.js';
import { PromptRun } from './prompt-run.js';
import type { RunResult } from './prompt-run.js';
import { StepWatch } from './step-watch.js';

/** The one thread that runs prompts, one after the other, and frees memory in between. */
export async function runWorker(host: Host, life: ServerLife): Promise<void> {
  try {
    while (!life.signal.aborted) {
      const item = await takeNext(life);
      if (item) await runItem(host, life, item);
      life.applyFreeRequest();
      if (life.queue.pending.length === 0) await life.untilWork();
    }
  } catch (error) {
    if (!(error instanceof LifeEnded)) throw error;
  }
}

/** Two prompts of the same number and id kill the thread that compares them; nothing runs after that. */
async function takeNext(life: ServerLife): Promise<QueueItem | null> {
  try {
    return life.queue.take();
  } catch (error) {
    if (error instanceof Incomparable) return life.forEver();
    throw error;
  }
}

async function runItem(host: Host, life: ServerLife, item: QueueItem): Promise<void> {
  const texts = textsOf(item.graph);
  // A thread that died runs nothing any more; the rest of the server does not notice.
  if (takeKnob(host.knobs, 'zombie', texts)) await life.forEver();
  life.interrupts.clear();
  life.runningClient = clientOf(item);
  const facts = {
    taskId: item.promptId,
    requestedAt: item.requestedAt,
    payload: shortenTexts(plainJson(item.graph)) as object,
    clientId: clientOf(item),
    number: item.number,
  };
  const record = item.isForeign ? host.log.unlisted(facts) : host.log.start(facts);
  // Whatever still happens to it after that, a prompt is lost the moment its process is.
  const lose = (): void => end(host, record, 'lost');
  life.signal.addEventListener('abort', lose, { once: true });
  const faults = drawFaults(host.knobs, texts);
  const steps = new StepWatch(faults, host.knobs, effectsOn(host, life), life.signal);
  try {
    const run = new PromptRun({ life, item, graph: copyGraph(item.graph), record, faults, steps });
    const result = await run.run();
    end(host, record, outcomeOf(result));
    await finish(life, item, result);
  } catch (error) {
    end(host, record, error instanceof LifeEnded ? 'lost' : 'failed');
    throw error;
  } finally {
    life.signal.removeEventListener('abort', lose);
  }
}

/** What has ended already stays as it is. */
function end({ log }: Host, record: Generation, outcome: Generation['outcome']): void {
  if (record.endedAt !== null) return;
  log.end(record, outcome);
  if (record.index >= 0) log.append(record);
}

/** The history comes after the message of success, the end marker after the history. */
async function finish(life: ServerLife, item: QueueItem, result: RunResult): Promise<void> {
  life.runningNode = null;
  await pause(life.settings.historyDelayMs, life.signal);
  life.queue.finish(() => life.history.add({ item, ...result }));
  const client = clientOf(item);
  if (client !== null) life.send('executing', { node: null, prompt_id: item.promptId }, client);
}

function outcomeOf({ status }: RunResult): 'completed' | 'interrupted' | 'failed' {
  if (status.completed) return 'completed';
  return status.messages.some(([event]) => event === 'execution_interrupted') ? 'interrupted' : 'failed';
}

function effectsOn(host: Host, life: ServerLife) {
  return {
    outOfMemory: () => life.memory.outOfMemory(2 * 2 ** 30),
    crash: (downMs: number) => host.crash(downMs),
    interrupt: () => life.interrupts.ask(),
    strikeSocket: life.strikeSocket,
  };
}
