import { Switch } from '@mantine/core';
import { text } from '../../../text';
import { isFlux } from '../draft/comfyui-params';
import { setParams, useDraft, useParam } from '../draft/draft-store';
import { ChoiceParam, NumberParam } from '../form/param-fields';
import { Section } from '../form/section';
import { usualOf } from './usual';

const said = text.comfy;
const FAMILIES = Object.entries(said.families).map(([value, label]) => ({ value, label }));

const isMore = (path: string): boolean => /^(model_family|clip_skip|cfg_scale|previews)$/.test(path);

/** What is seldom needed. */
export function ModelSection() {
  const params = useDraft('params');
  const previews = useParam('previews') !== false;
  return (
    <Section name="comfy-more" title={text.generate.more} params={isMore}>
      <ChoiceParam
        name="model_family"
        label={said.family}
        hint={said.familyHint}
        placeholder={said.byName}
        data={FAMILIES}
        known={(value) => FAMILIES.find((family) => family.value === value)?.value}
      />
      {isFlux(params) ? (
        <NumberParam
          name="cfg_scale"
          label={text.generate.cfg}
          hint={said.cfgOfFlux}
          placeholder={usualOf(params).cfg}
          min={0}
          max={100}
          step={0.5}
          decimals={2}
        />
      ) : (
        <NumberParam
          name="clip_skip"
          label={said.clipSkip}
          hint={said.clipSkipHint}
          placeholder="1"
          min={1}
          max={12}
        />
      )}
      <Switch
        label={said.previews}
        checked={previews}
        onChange={(event) => setParams({ previews: event.currentTarget.checked ? undefined : false })}
      />
    </Section>
  );
}
