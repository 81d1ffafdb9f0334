// What a chat shows of an example of each event: title, text and facts, as the server puts them into words
// (src/webhooks/templates/summary.ts). Pure.
import type { WebhookEvent, WebhookTemplate } from '../../api/queries/webhooks';

export interface MessagePreview {
  /** Before the title, where the service shows one. */
  mark: string;
  title: string;
  text: string;
  facts: [name: string, value: string][];
  hasImage: boolean;
  /** Below, where the service shows one. */
  foot: string | null;
}

interface Example {
  mood: 'good' | 'bad' | 'neutral';
  title: string;
  text: string;
  facts: [name: string, value: string][];
  hasImage?: boolean;
  /** As the standard message has it below `data`. */
  data: Record<string, unknown>;
}

const JOB = '88615c9d-4c1f-4a53-9a3e-0d6f2f9b7a10';
const PROMPT = 'a lighthouse in a storm, oil painting';
const MODEL = 'sdxl-base.safetensors';
const GENERATION = { prompt: PROMPT, checkpoint_name: MODEL, steps: 24 };
const aboutJob = (status: string) => ({
  job_id: JOB,
  status,
  server_alias: 'lab-4090',
  generation: GENERATION,
});
const jobFacts: Example['facts'] = [
  ['Job', JOB],
  ['Server', 'lab-4090'],
  ['Model', MODEL],
];

const EXAMPLES: Record<WebhookEvent, Example> = {
  'job.completed': {
    mood: 'good',
    title: 'Image ready',
    text: PROMPT,
    facts: [...jobFacts, ['Seed', '1234']],
    hasImage: true,
    data: {
      ...aboutJob('completed'),
      images: [
        { filename: '88615c9d.png', role: 'image', url: 'https://…', preview_url: 'https://…', seed: 1234 },
      ],
    },
  },
  'job.failed': {
    mood: 'bad',
    title: 'Job failed',
    text: 'The GPU has not enough memory for this size.',
    facts: jobFacts,
    data: {
      ...aboutJob('failed'),
      error: { code: 'out_of_memory', message: 'The GPU has not enough memory for this size.' },
    },
  },
  'job.cancelled': {
    mood: 'neutral',
    title: 'Job cancelled',
    text: PROMPT,
    facts: jobFacts,
    data: aboutJob('cancelled'),
  },
  'job.progress': {
    mood: 'neutral',
    title: 'Job runs',
    text: PROMPT,
    facts: [['Job', JOB], ['Progress', '63 %'], ...jobFacts.slice(1)],
    data: { ...aboutJob('processing'), progress: 63 },
  },
  'bulk.finished': {
    mood: 'good',
    title: 'Bulk finished',
    text: '',
    facts: [
      ['Bulk', 'lighthouses'],
      ['Jobs', '48 completed, 2 failed'],
    ],
    data: { bulk_job_id: 'b1', name: 'lighthouses', jobs: { completed: 48, failed: 2 } },
  },
  'server.state': {
    mood: 'neutral',
    title: 'Server changed',
    text: 'Nothing listens at http://192.168.1.20:7860.',
    facts: [
      ['Server', 'lab-4090'],
      ['State', 'unreachable'],
    ],
    data: {
      server_alias: 'lab-4090',
      state: 'unreachable',
      problem: 'Nothing listens at http://192.168.1.20:7860.',
    },
  },
  'api_key.unusual_use': {
    mood: 'bad',
    title: 'Unusual use of a key',
    text: '',
    facts: [['Bulk', 'phone']],
    data: { key_id: 2, name: 'phone', bulk_jobs: 1200, usual_bulk_jobs: 40 },
  },
  'webhook.paused': {
    mood: 'bad',
    title: 'Webhook paused',
    text: 'It has answered nothing for three days.',
    facts: [['Bulk', 'my program']],
    data: { name: 'my program', reason: 'It has answered nothing for three days.' },
  },
};

const MARKS: Record<Example['mood'], string> = { good: '✅', bad: '❌', neutral: 'ℹ️' };
/** Discord shows the mood as a colour, ntfy as a tag that it draws as the same sign. */
const WITH_MARK: readonly WebhookTemplate[] = ['slack', 'ntfy', 'telegram'];

/** Null for `standard`, which is `exampleJson`. */
export function previewOf(event: WebhookEvent, template: WebhookTemplate): MessagePreview | null {
  if (template === 'standard') return null;
  const { mood, title, text, facts, hasImage = false } = EXAMPLES[event];
  return {
    mark: WITH_MARK.includes(template) ? MARKS[mood] : '',
    title,
    text,
    facts,
    hasImage,
    foot: template === 'discord' ? `StableQueue · ${event}` : null,
  };
}

export function exampleJson(event: WebhookEvent): string {
  const payload = { type: event, timestamp: '2026-11-20T10:15:30.000Z', data: EXAMPLES[event].data };
  return JSON.stringify(payload, null, 2);
}
