import { Switch } from '@mantine/core';
import { text } from '../../../text';
import { setParams, useParam } from '../draft/draft-store';

export function MaskFields() {
  const invert = useParam('inpainting_mask_invert');
  return (
    <Switch
      label={text.generate.maskInvert}
      checked={invert === 1}
      onChange={(event) => setParams({ inpainting_mask_invert: event.currentTarget.checked ? 1 : 0 })}
    />
  );
}
