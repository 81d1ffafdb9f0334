// The servers' lists, item by item, into our inventory. Nothing in them is believed: items of the wrong type are
// skipped, lists are capped, LoRA metadata (megabytes) is dropped.
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import type { ModelFile, NamedChoice } from '../../contract/index.js';
import { stripHash } from '../../names/resolve-model.js';
import { hexOf, objects, textOf, textsOf } from '../../answers/read-json.js';

/** Of `/sd-models`. A title gains ` [hash]` only once the file was loaded (seen on both). */
export function readCheckpoints(json: unknown): ModelFile[] {
  return objects(json).flatMap((item) => {
    const title = textOf(item['title']);
    if (!title) return [];
    const sha256 = hexOf(item['sha256']);
    const name = stripHash(title).replaceAll('\\', '/');
    const aliases = texts(item['model_name'], item['hash']).filter((alias) => alias !== name);
    return [
      {
        name,
        title,
        aliases,
        sha256,
        shortHash: shortHash(item['hash'], sha256),
        path: textOf(item['filename']),
      },
    ];
  });
}

/** Of `/sd-modules` and `/sd-vae`: the server wants the file's name. */
export function readModules(json: unknown): ModelFile[] {
  return objects(json).flatMap((item) => {
    const name = textOf(item['model_name']);
    const path = textOf(item['filename']);
    return name ? [{ name, title: name, aliases: [], sha256: null, shortHash: null, path }] : [];
  });
}

/** Of `/loras`: a prompt may use the name or the alias. */
export function readLoras(json: unknown): ModelFile[] {
  return objects(json).flatMap((item) => {
    const name = textOf(item['name']);
    if (!name) return [];
    const aliases = texts(item['alias']).filter((alias) => alias !== name);
    return [{ name, title: name, aliases, sha256: null, shortHash: null, path: textOf(item['path']) }];
  });
}

/** Samplers, schedulers, upscalers and latent upscale modes. */
export function readChoices(json: unknown): NamedChoice[] {
  return objects(json).flatMap((item) => {
    const name = textOf(item['name']);
    return name
      ? [{ name, label: textOf(item['label']) ?? name, aliases: textsOf(item['aliases'], 100) }]
      : [];
  });
}

export function readEmbeddings(json: unknown): string[] {
  return isJsonObject(json) && isJsonObject(json['loaded'])
    ? Object.keys(json['loaded']).slice(0, 50_000)
    : [];
}

/** Of `/scripts`: titles of both tabs, lower case. */
export function readScripts(json: unknown): string[] {
  if (!isJsonObject(json)) return [];
  const titles = [...textsOf(json['txt2img']), ...textsOf(json['img2img'])].map((title) =>
    title.toLowerCase(),
  );
  return [...new Set(titles)];
}

/** Options whose values we need. Others are not kept: extensions store their API keys among them. */
export const KEPT_OPTIONS = [
  'CLIP_stop_at_last_layers',
  'forge_additional_modules',
  'sd_vae',
  'sd_model_checkpoint',
  'sd_checkpoint_hash',
  'samples_format',
  'outdir_samples',
  'outdir_txt2img_samples',
  'outdir_img2img_samples',
  'lora_add_hashes_to_infotext',
  'samples_save',
  'save_incomplete_images',
];

export interface OptionFacts {
  /** Names of all options that the server has. Empty when it did not tell. */
  keys: string[];
  values: JsonObject;
}

export function readOptions(json: unknown): OptionFacts {
  if (!isJsonObject(json)) return { keys: [], values: {} };
  const values = Object.fromEntries(KEPT_OPTIONS.filter((key) => key in json).map((key) => [key, json[key]]));
  return { keys: Object.keys(json).slice(0, 5_000), values };
}

function texts(...values: unknown[]): string[] {
  return values.flatMap((value) => textOf(value) ?? []);
}

function shortHash(hash: unknown, sha256: string | null): string | null {
  const listed = hexOf(hash);
  if (listed?.length === 10) return listed;
  return sha256?.length === 64 ? sha256.slice(0, 10) : null;
}
