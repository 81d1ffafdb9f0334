import type { Dialect } from './dialects/dialect.js';
import { contentHash } from './model-library.js';

/** A LoRA file and the name it calls itself in its metadata. */
export interface Lora {
  /** Path below the LoRA folder, e.g. `styles/inkStyle_v2.safetensors`. */
  file: string;
  alias?: string;
}

export function loraName(lora: Lora): string {
  return (lora.file.split('/').at(-1) ?? lora.file).replace(/\.[^.]+$/, '');
}

/**
 * The `Lora hashes` text of the LoRAs a prompt applies, or null if none is. A missing one goes
 * unmentioned; on Forge it takes all others of the prompt with it, and so does a weight that is not
 * a number, there and on A1111.
 */
export function appliedLoraHashes(dialect: Dialect, loras: readonly Lora[], prompt: string): string | null {
  const tags = [...prompt.matchAll(/<lora:([^:>]+)((?::[^:>]*)*)>/g)];
  const hashes: string[] = [];
  for (const [, name = '', rest = ''] of tags) {
    const weights = rest
      .split(':')
      .slice(1)
      .filter((part) => !part.includes('='));
    if (weights.some((weight) => weight === '' || Number.isNaN(Number(weight)))) return null;
    const lora = loras.find((candidate) => loraName(candidate) === name || candidate.alias === name);
    if (!lora && dialect.missingLoraDropsAll) return null;
    if (lora) hashes.push(`${name.replace(/[:,]/g, '')}: ${contentHash(lora.file).slice(0, 12)}`);
  }
  return hashes.length > 0 ? hashes.join(', ') : null;
}

/** The row of GET /sdapi/v1/loras. */
export function describeLora(lora: Lora, modelsRoot: string): object {
  return {
    name: loraName(lora),
    alias: lora.alias ?? loraName(lora),
    path: `${modelsRoot}/Lora/${lora.file}`,
    metadata: {
      ss_sd_model_name: 'modelA.safetensors',
      ss_tag_frequency: { '10_thing': { 'blue hair': 5, smile: 3 } },
      ss_network_dim: '4',
      ss_base_model_version: 'sdxl_base_v1-0',
      ss_output_name: lora.alias ?? loraName(lora),
    },
  };
}
