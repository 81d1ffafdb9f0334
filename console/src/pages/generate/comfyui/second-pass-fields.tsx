import { text } from '../../../text';
import { NamedParam, NumberParam, TextParam } from '../form/param-fields';
import { useLists } from '../form/use-lists';
import fields from '../form/fields.module.css';

const said = text.comfy;

/** What the second pass of the hires fix has of its own. */
export function SecondPassFields() {
  const { lists } = useLists();
  return (
    <>
      <div className={fields.pair}>
        <NamedParam
          name="hr_scheduler"
          label={said.hiresScheduler}
          placeholder={text.generate.asFirst}
          choices={lists.schedulers}
        />
        <NumberParam
          name="hr_cfg"
          label={said.hiresCfg}
          placeholder={text.generate.asFirst}
          min={0}
          max={100}
          step={0.5}
          decimals={2}
        />
      </div>
      <TextParam name="hr_prompt" label={said.hiresPrompt} placeholder={text.generate.asFirst} long />
      <TextParam
        name="hr_negative_prompt"
        label={said.hiresNegative}
        placeholder={text.generate.asFirst}
        long
      />
    </>
  );
}
