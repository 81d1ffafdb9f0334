import type { ReactNode } from 'react';
import { text } from '../../../text';
import { numberOf } from '../draft/draft';
import { useDraft, useParam } from '../draft/draft-store';
import { NamedParam, NumberParam, SliderParam, SwitchParam } from './param-fields';
import { Section } from './section';
import { useLists } from './use-lists';
import classes from './fields.module.css';

/** 0 leaves the size to the scale. */
const SIZE = { placeholder: '–', min: 0, max: 16384, step: 64 };

const isHires = (path: string): boolean => /^(enable_hr|hr_)/.test(path);

interface Props {
  /** What it is if no upscaler is chosen. */
  upscaler?: string;
  more?: ReactNode;
}

/** Sample small, enlarge, sample again. */
export function HiresSection({ upscaler = text.generate.serverDefault, more }: Props) {
  const params = useDraft('params');
  const on = params['enable_hr'] === true;
  const summary = on ? text.generate.times(numberOf(params, 'hr_scale') ?? 2) : text.generate.off;
  return (
    <Section name="hires" title={text.generate.hires} summary={summary} params={isHires}>
      <SwitchParam name="enable_hr" label={text.generate.hiresOn} hint={text.generate.hiresHint} />
      {on && <HiresFields upscaler={upscaler} />}
      {on && more}
    </Section>
  );
}

function HiresFields({ upscaler }: { upscaler: string }) {
  const { lists } = useLists();
  const [width, height] = [useParam('hr_resize_x'), useParam('hr_resize_y')];
  const resizes = Number(width) > 0 || Number(height) > 0;
  return (
    <div className={classes.stack}>
      <NamedParam
        name="hr_upscaler"
        label={text.generate.upscaler}
        placeholder={upscaler}
        unlisted={text.generate.notListed}
        choices={lists.upscalers}
      />
      <div className={classes.pair}>
        <SliderParam
          name="hr_scale"
          label={text.generate.scale}
          hint={resizes ? text.generate.scaleUnused : undefined}
          placeholder="2"
          min={1}
          max={16}
          step={0.05}
          decimals={2}
          usual={[1, 4]}
        />
        <SliderParam
          name="denoising_strength"
          label={text.generate.denoising}
          placeholder="0.7"
          min={0}
          max={1}
          step={0.01}
          decimals={2}
          usual={[0, 1]}
        />
      </div>
      <div className={classes.pair}>
        <NumberParam
          name="hr_second_pass_steps"
          label={text.generate.hiresSteps}
          placeholder={text.generate.asFirst}
          min={0}
          max={1000}
        />
        <NamedParam
          name="hr_sampler_name"
          label={text.generate.hiresSampler}
          placeholder={text.generate.asFirst}
          choices={lists.samplers}
        />
      </div>
      <div className={classes.pair}>
        <NumberParam name="hr_resize_x" label={text.generate.hiresWidth} {...SIZE} />
        <NumberParam name="hr_resize_y" label={text.generate.hiresHeight} {...SIZE} />
      </div>
    </div>
  );
}
