import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { IconSwitchHorizontal } from '@tabler/icons-react';
import { text } from '../../../text';
import { numberOf } from '../draft/draft';
import { draftNow, setParams, useParam } from '../draft/draft-store';
import { NumberParam } from './param-fields';
import { RATIOS, ratioOf, sizeForRatio, swapSides, type Size } from './ratios';
import classes from './fields.module.css';

const START = 512;

/** Width and height, the named shapes, and the turn from wide to tall. `usual`: of both sides where none is given. */
export function SizeFields({ usual = START }: { usual?: number }) {
  const [width, height] = [useParam('width'), useParam('height')];
  const size = { width: Number(width) || usual, height: Number(height) || usual };
  const current = ratioOf(size);
  const change = (next: (size: Size) => Size): void => setParams({ ...next(sizeNow(usual)) });
  const side = { min: 8, max: 16384, step: 64, placeholder: String(usual) };
  return (
    <div className={classes.stack}>
      <div className={classes.size}>
        <NumberParam name="width" label={text.generate.width} {...side} />
        <Tooltip label={text.generate.swap}>
          <ActionIcon
            variant="default"
            size={36}
            className="tap"
            aria-label={text.generate.swap}
            onClick={() => change(swapSides)}
          >
            <IconSwitchHorizontal size={18} />
          </ActionIcon>
        </Tooltip>
        <NumberParam name="height" label={text.generate.height} {...side} />
      </div>
      <div className={classes.ratios} role="group" aria-label={text.generate.ratio}>
        {RATIOS.map((ratio) => (
          <Button
            key={ratio.label}
            size="compact-sm"
            className="tap"
            variant={current === ratio ? 'light' : 'subtle'}
            color="gray"
            aria-pressed={current === ratio}
            onClick={() => change((before) => sizeForRatio(before, ratio.value))}
          >
            {ratio.label}
          </Button>
        ))}
        <Text size="xs" c="dimmed" ml="auto">
          {text.generate.megapixels((size.width * size.height) / 1_000_000)}
        </Text>
      </div>
    </div>
  );
}

function sizeNow(usual: number): Size {
  const { params } = draftNow();
  return { width: numberOf(params, 'width') ?? usual, height: numberOf(params, 'height') ?? usual };
}
