import { text } from '../../../text';
import { NamedParam, NumberParam, SliderParam } from './param-fields';
import { SeedField } from './seed-field';
import { SizeFields } from './size-fields';
import { useLists } from './use-lists';
import classes from './fields.module.css';

/** How: size, steps, sampler, seed, how many. */
export function SamplingFields() {
  const { lists } = useLists();
  return (
    <div className={classes.stack}>
      <SizeFields />
      <div className={classes.pair}>
        <SliderParam name="steps" label={text.generate.steps} min={1} max={1000} step={1} usual={[1, 60]} />
        <SliderParam
          name="cfg_scale"
          label={text.generate.cfg}
          min={-100}
          max={1000}
          step={0.5}
          decimals={2}
          usual={[1, 15]}
        />
      </div>
      <div className={classes.pair}>
        <NamedParam
          name="sampler_name"
          label={text.generate.sampler}
          placeholder={text.generate.serverDefault}
          unlisted={text.generate.notListed}
          choices={lists.samplers}
        />
        <NamedParam
          name="scheduler"
          label={text.generate.scheduler}
          placeholder={text.generate.samplersOwn}
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
