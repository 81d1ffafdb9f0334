import { text } from '../../../text';
import { numberOf, textOf } from '../draft/draft';
import { useDraft } from '../draft/draft-store';
import { NamedParam, SliderParam } from '../form/param-fields';
import { Section } from '../form/section';
import { useLists } from '../form/use-lists';

const said = text.comfy;
/** These work on what is not yet a picture. */
const LATENT = /^(latent|none$)/i;

const isUpscale = (path: string): boolean => path === 'upscaler' || path === 'upscale_by';

/** The finished picture, larger. */
export function UpscaleSection() {
  const params = useDraft('params');
  const by = numberOf(params, 'upscale_by');
  const summary =
    textOf(params, 'upscaler') === ''
      ? text.generate.off
      : by === undefined
        ? textOf(params, 'upscaler')
        : text.generate.times(by);
  return (
    <Section name="upscale" title={said.upscale} summary={summary} params={isUpscale}>
      <UpscaleFields />
    </Section>
  );
}

export function UpscaleFields() {
  const { lists } = useLists();
  return (
    <>
      <NamedParam
        name="upscaler"
        label={text.generate.upscaler}
        placeholder={said.noUpscaler}
        unlisted={text.generate.notListed}
        choices={lists.upscalers.filter(({ name }) => !LATENT.test(name))}
      />
      <SliderParam
        name="upscale_by"
        label={text.generate.scale}
        placeholder={said.asTheModel}
        min={1}
        max={16}
        step={0.05}
        decimals={2}
        usual={[1, 4]}
      />
    </>
  );
}
