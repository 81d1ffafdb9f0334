// LoRAs: ComfyUI reads no tags in prompts, so they are taken out of them and become nodes.
import type { JsonObject } from '../../../../common/json.js';
import { loraTags } from '../../../names/lora-tags.js';
import type { ChosenLora } from '../build/add-models.js';
import { findFile, number, text, type Draft } from './draft.js';

export function lorasOf(draft: Draft): ChosenLora[] {
  const { params, inventory, warnings } = draft;
  const tags = ['prompt', 'negative_prompt'].flatMap((field) =>
    loraTags(text(params, field) ?? '').map(({ name, tag }) => ({ name, weight: weightOf(tag, warnings) })),
  );
  const listed = (Array.isArray(params['loras']) ? (params['loras'] as JsonObject[]) : []).map((lora) => ({
    name: String(lora['name']),
    weight: number(lora, 'weight') ?? 1,
  }));
  const chosen = [...tags, ...listed].map(({ name, weight }) => ({
    name: findFile('LoRA', name, inventory.loras).title,
    weight,
  }));
  return [...new Map(chosen.map((lora) => [lora.name, lora])).values()];
}

function weightOf(tag: string, warnings: string[]): number {
  const parts = tag.slice(1, -1).split(':').slice(2);
  if (parts.length > 1) warnings.push(`${tag}: only the first weight of a LoRA is used.`);
  const weight = Number(parts[0] ?? '1');
  return Number.isFinite(weight) ? weight : 1;
}

export function withoutTags(prompt: string): string {
  return loraTags(prompt)
    .reduce((rest, { tag }) => rest.replace(tag, ''), prompt)
    .replace(/ {2,}/g, ' ')
    .replace(/ +,/g, ',')
    .replace(/(,\s*)+$/, '')
    .trim();
}
