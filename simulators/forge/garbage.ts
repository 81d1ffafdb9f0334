import type { Answer } from './http-answer.js';
import { takeKnob } from './knobs.js';
import type { Garbage, Knobs } from './knobs.js';

/** What comes instead of an answer from whoever stands between client and server. */
export const badGateway: Answer = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
};
export const noJson: Answer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: 'Internal Server Error',
};

/** At the door of the queue of the web UI: garbage that keeps a call from joining it, else null. */
export function garbageAtDoor(knobs: Knobs): 'html502' | 'notJson' | null {
  const setting = knobs.garbage;
  const garbage: Garbage | null | undefined =
    typeof setting === 'object' && setting !== null ? setting.value : setting;
  if (garbage !== 'html502' && garbage !== 'notJson') return null;
  return takeKnob(knobs, 'garbage') === undefined ? null : garbage;
}
