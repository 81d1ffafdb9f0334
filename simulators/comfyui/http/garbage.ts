import type { Garbage, Knobs } from '../knobs.js';
import { takeKnob } from '../knobs.js';
import { serverError, textAnswer } from './answer.js';
import type { Answer } from './answer.js';

const page502 =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';

/** The answer as the client gets it, if a knob spoils those of this path. */
export function spoil(answer: Answer, knobs: Knobs, path: string): Answer {
  const kind = takeKnob(knobs, 'garbage', path);
  return kind === undefined ? answer : garbage(kind, answer);
}

function garbage(kind: Garbage, answer: Answer): Answer {
  switch (kind) {
    case 'html502':
      return textAnswer(page502, 502, { 'content-type': 'text/html' });
    case 'text500':
      return serverError();
    case 'notJson':
      return { ...answer, body: 'queue: none' };
    case 'wrongShape':
      return { ...answer, body: '[17, null]' };
    case 'truncated': {
      // The length that was promised never comes; the connection ends instead.
      const body = Buffer.from(answer.body);
      const headers = { ...answer.headers, 'content-length': String(body.length), connection: 'close' };
      return { ...answer, headers, body: body.subarray(0, Math.floor(body.length / 2)) };
    }
  }
}
