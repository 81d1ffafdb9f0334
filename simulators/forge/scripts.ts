import type { Dialect } from './dialects/dialect.js';
import { selectableScripts } from './dialects/extra-lists.js';
import type { JobKind } from './job.js';
import { HttpException } from './python-errors.js';
import type { RequestPayload } from './request-payload.js';

/**
 * Refuses scripts the server does not have. Their arguments are accepted and echoed, but none of
 * them does anything to the pictures here.
 * @throws HttpException 422.
 */
export function refuseUnknownScripts(dialect: Dialect, kind: JobKind, payload: RequestPayload): void {
  const titles = dialect.scripts[kind].map((title) => title.toLowerCase());
  const selected = payload.text('script_name');
  if (
    selected &&
    !(titles.includes(selected.toLowerCase()) && selectableScripts.includes(selected.toLowerCase()))
  ) {
    throw new HttpException(422, `Script '${selected}' not found`);
  }
  const alwaysOn = payload.fields['alwayson_scripts'];
  for (const name of Object.keys(typeof alwaysOn === 'object' && alwaysOn !== null ? alwaysOn : {})) {
    if (selectableScripts.includes(name.toLowerCase())) {
      throw new HttpException(422, 'Cannot have a selectable script in the always on scripts params');
    }
    if (!titles.includes(name.toLowerCase())) throw new HttpException(422, `Script '${name}' not found`);
  }
}
