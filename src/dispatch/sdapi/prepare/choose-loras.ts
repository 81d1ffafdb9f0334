// LoRAs: those that a job lists are put into the prompt, and all that its prompts name must be on the server. A
// missing one is no error there: Forge drops all LoRAs of that prompt, A1111 the missing one, both with status 200.
import type { JsonObject } from '../../../common/json.js';
import type { ModelFile } from '../../contract/index.js';
import { addLoraTags, loraTags, renameLoraTags } from '../../names/lora-tags.js';
import { resolveModel } from '../../names/resolve-model.js';
import type { Draft } from './draft.js';
import { ambiguous, notFound } from '../../names/refuse.js';

export function chooseLoras(draft: Draft): void {
  if (draft.params['disable_extra_networks'] === true) return;
  const prompt = typeof draft.body['prompt'] === 'string' ? draft.body['prompt'] : '';
  const listed = listedLoras(draft.params['loras']).map((lora) => ({
    ...lora,
    name: exactName(draft, lora.name),
  }));
  draft.body['prompt'] = addLoraTags(checked(draft, prompt), listed);
  for (const { name } of listed) remember(draft, name);
  const hires = draft.body['hr_prompt'];
  if (typeof hires === 'string') draft.body['hr_prompt'] = checked(draft, hires);
}

function checked(draft: Draft, prompt: string): string {
  for (const { name } of loraTags(prompt)) remember(draft, exactName(draft, name));
  return renameLoraTags(prompt, (name) => exactName(draft, name));
}

function remember(draft: Draft, name: string): void {
  const file = draft.inventory.loras.find((lora) => isCalled(lora, name));
  const names = file ? [file.name, ...file.aliases] : [name];
  if (!draft.loras.some(([first]) => first === names[0])) draft.loras.push(names);
}

/** The name as the server spells it; its name and its alias are both good as they are. */
function exactName(draft: Draft, asked: string): string {
  const { loras } = draft.inventory;
  if (loras.some((lora) => isCalled(lora, asked))) return asked;
  const match = resolveModel(asked, loras);
  if (match.found === 'many')
    throw ambiguous(
      'LoRA',
      asked,
      match.files.map((file) => file.name),
    );
  if (match.found === 'none') {
    throw notFound(
      'lora_not_found',
      'LoRA',
      asked,
      loras.flatMap((lora) => [lora.name, ...lora.aliases]),
    );
  }
  const warning = `LoRA "${asked}" is sent as "${match.file.name}", its name on this server.`;
  if (!draft.warnings.includes(warning)) draft.warnings.push(warning);
  return match.file.name;
}

function isCalled(lora: ModelFile, name: string): boolean {
  return lora.name === name || lora.aliases.includes(name);
}

function listedLoras(loras: unknown): { name: string; weight: number }[] {
  if (!Array.isArray(loras)) return [];
  return (loras as JsonObject[]).flatMap(({ name, weight }) =>
    typeof name === 'string' ? [{ name, weight: typeof weight === 'number' ? weight : 1 }] : [],
  );
}
