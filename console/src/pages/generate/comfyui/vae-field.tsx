import { text } from '../../../text';
import { findModel, stemOf } from '../form/inventory-lists';
import { ChoiceParam } from '../form/param-fields';
import { useLists } from '../form/use-lists';

/** Servers list text encoders beside VAEs; their names tell them apart. */
const ENCODER = /(^|[\\/_. -])(clip|t5|umt5|llava|qwen|gemma|llama)/i;

export function VaeField() {
  const { lists } = useLists();
  const vaes = lists.modules.filter(({ name }) => !ENCODER.test(name));
  return (
    <ChoiceParam
      name="vae"
      label={text.generate.vae}
      placeholder={text.comfy.usualVae}
      unlisted={text.generate.notListed}
      data={vaes.map(({ name }) => ({ value: name, label: stemOf(name) }))}
      known={(value) => findModel(vaes, value)?.name}
    />
  );
}
