import { ActionIcon, NumberInput, Select, Text, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { text } from '../../../text';
import { setParams, useParam } from '../draft/draft-store';
import { lorasIn, removeLora, setLora } from '../prompt/lora-text';
import { findModel } from './inventory-lists';
import { useLists } from './use-lists';
import classes from './fields.module.css';

/** The LoRAs that stand in the prompt, each with its weight; changing a row changes the text. */
export function LoraRows() {
  const value = useParam('prompt');
  const prompt = typeof value === 'string' ? value : '';
  const { lists, isPending } = useLists();
  const used = lorasIn(prompt);
  const free = lists.loras.filter(({ name }) => !used.some((lora) => lora.name === name));
  const write = (next: string): void => setParams({ prompt: next });
  return (
    <div className={classes.stack}>
      <Select
        label={text.generate.loras}
        placeholder={free.length ? text.generate.addLora(free.length) : text.generate.noLoras}
        data={free.map(({ name }) => name)}
        value={null}
        onChange={(name) => name !== null && write(setLora(prompt, name, 1))}
        searchable
        nothingFoundMessage={text.generate.noLoras}
      />
      {used.map(({ name, weight, from }) => (
        <div key={`${name} ${from}`} className={classes.lora}>
          <div>
            <Text size="sm" truncate title={name}>
              {name}
            </Text>
            {!isPending && !findModel(lists.loras, name) && (
              <Text size="xs" c="dimmed">
                {text.generate.loraNotListed}
              </Text>
            )}
          </div>
          <NumberInput
            aria-label={text.generate.weightOf(name)}
            value={weight}
            step={0.05}
            min={-10}
            max={10}
            decimalScale={2}
            onChange={(next) => typeof next === 'number' && write(setLora(prompt, name, next))}
          />
          <Tooltip label={text.generate.removeLora(name)}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              className="tap"
              aria-label={text.generate.removeLora(name)}
              onClick={() => write(removeLora(prompt, name))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Tooltip>
        </div>
      ))}
    </div>
  );
}
