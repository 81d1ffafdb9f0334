import { Select, Switch } from '@mantine/core';
import { text } from '../../../text';
import { setParams, useParam } from '../draft/draft-store';
import { NumberParam, SwitchParam } from '../form/param-fields';
import fields from '../form/fields.module.css';

export function InpaintFields() {
  const fill = useParam('inpainting_fill');
  const invert = useParam('inpainting_mask_invert');
  const whole = useParam('inpaint_full_res') !== true;
  return (
    <>
      <div className={fields.pair}>
        <Select
          label={text.generate.maskFill}
          data={text.generate.maskFills.map((label, index) => ({ value: String(index), label }))}
          value={String(typeof fill === 'number' ? fill : 1)}
          onChange={(next) => setParams({ inpainting_fill: Number(next) })}
          allowDeselect={false}
        />
        <NumberParam name="mask_blur" label={text.generate.maskBlur} placeholder="4" min={0} max={1024} />
      </div>
      <Switch
        label={text.generate.maskInvert}
        checked={invert === 1}
        onChange={(event) => setParams({ inpainting_mask_invert: event.currentTarget.checked ? 1 : 0 })}
      />
      <SwitchParam
        name="inpaint_full_res"
        label={text.generate.onlyMasked}
        hint={text.generate.onlyMaskedHint}
      />
      {!whole && (
        <NumberParam
          name="inpaint_full_res_padding"
          label={text.generate.maskPadding}
          placeholder="32"
          min={0}
          max={4096}
        />
      )}
    </>
  );
}
