import type { ImageInfo } from '../../../api/queries/gallery/images';
import { sayBytes } from '../../../lib/sizes';
import { sayExact } from '../../../lib/times';
import { text } from '../../../text';

export interface Fact {
  name: string;
  value: string;
  /** Id of the job that it leads to. */
  link?: string;
}

/** What of the infotext is said already, under names of ours. */
const SAID = ['steps', 'sampler', 'schedule type', 'cfg scale', 'seed', 'size', 'model', 'model hash'];

export const sayLora = ({ name, weight }: ImageInfo['loras'][number]): string =>
  weight === null ? name : `${name} (${weight})`;

/** In the order in which people ask. What is not known is left out. */
export function factsOf(info: ImageInfo): Fact[] {
  const words = text.gallery.facts;
  const known: [string, string | number | null | undefined, string?][] = [
    [words.model, info.model_hash ? `${info.model ?? ''} [${info.model_hash}]`.trim() : info.model],
    [words.loras, info.loras.map(sayLora).join(', ')],
    [words.size, info.width ? `${info.width} × ${info.height}` : null],
    [words.seed, info.seed],
    [words.sampler, info.sampler],
    [words.scheduler, info.scheduler],
    [words.steps, info.steps],
    [words.cfg, info.cfg_scale],
    ...othersOf(info),
    [words.file, `${info.original_name ?? info.filename} · ${sayBytes(info.size)}`],
    [words.made, sayExact(info.created)],
    [words.server, info.server_alias],
    [words.source, info.source_info],
    [words.job, info.job?.job_id.slice(0, 8), info.job?.job_id],
  ];
  return known.flatMap(([name, value, link]) =>
    value === null || value === undefined || value === ''
      ? []
      : [{ name, value: String(value), ...(link === undefined ? {} : { link }) }],
  );
}

function othersOf({ parameters }: ImageInfo): [string, string][] {
  return Object.entries(parameters?.settings ?? {}).filter(([name]) => !SAID.includes(name.toLowerCase()));
}
