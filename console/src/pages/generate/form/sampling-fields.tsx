import type { ReactNode } from 'react';
import { text } from '../../../text';
import { NamedParam, NumberParam, SliderParam } from './param-fields';
import { SeedField } from './seed-field';
import { SizeFields } from './size-fields';
import { useLists } from './use-lists';
import classes from './fields.module.css';

/** What is used where nothing is given, in words. */
export interface Usual {
  side?: number;
  steps?: string;
  cfg?: string;
  sampler: string;
  scheduler: string;
}

const OF_THE_SERVER: Usual = { sampler: text.generate.serverDefault, scheduler: text.generate.samplersOwn };

interface Props {
  usual?: Usual;
  cfgRange?: readonly [number, number];
  /** In the place of the CFG scale. */
  guidance?: ReactNode;
}

/** How: size, steps, sampler, seed, how many. */
export function SamplingFields({ usual = OF_THE_SERVER, cfgRange = [-100, 1000], guidance }: Props) {
  const { lists } = useLists();
  return (
    <div className={classes.stack}>
      <SizeFields usual={usual.side} />
      <div className={classes.pair}>
        <SliderParam
          name="steps"
          label={text.generate.steps}
          placeholder={usual.steps}
          min={1}
          max={1000}
          step={1}
          usual={[1, 60]}
        />
        {guidance ?? (
          <SliderParam
            name="cfg_scale"
            label={text.generate.cfg}
            placeholder={usual.cfg}
            min={cfgRange[0]}
            max={cfgRange[1]}
            step={0.5}
            decimals={2}
            usual={[1, 15]}
          />
        )}
      </div>
      <div className={classes.pair}>
        <NamedParam
          name="sampler_name"
          label={text.generate.sampler}
          placeholder={usual.sampler}
          unlisted={text.generate.notListed}
          choices={lists.samplers}
        />
        <NamedParam
          name="scheduler"
          label={text.generate.scheduler}
          placeholder={usual.scheduler}
          unlisted={text.generate.notListed}
          choices={lists.schedulers}
        />
      </div>
      <SeedField />
      <div className={classes.pair}>
        <NumberParam
          name="n_iter"
          label={text.generate.batchCount}
          hint={text.generate.batchCountHint}
          min={1}
          max={100}
        />
        <NumberParam
          name="batch_size"
          label={text.generate.batchSize}
          hint={text.generate.batchSizeHint}
          min={1}
          max={100}
        />
      </div>
    </div>
  );
}
