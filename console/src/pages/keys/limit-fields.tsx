import { Input, NumberInput, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { text } from '../../text';
import { LIMITS, type Limit } from './key-draft';
import type { FieldsProps } from './key-fields';

export function LimitFields({ draft: { value, set }, problems }: FieldsProps) {
  const words = text.keysPage.form;
  const names: Record<Limit, string> = {
    submits_per_minute: words.submits,
    requests_per_minute: words.requests,
    max_queued: words.queued,
    max_running: words.running,
    gpu_seconds_per_day: words.gpuSeconds,
    max_bulk: words.bulk,
  };
  return (
    <Stack gap="sm">
      <Text size="xs" c="dimmed">
        {words.limitsHint}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {LIMITS.map((limit) => (
          <NumberInput
            key={limit}
            label={names[limit]}
            min={1}
            allowDecimal={limit === 'gpu_seconds_per_day'}
            hideControls
            value={value.limits[limit]}
            error={problems[`limits.${limit}`]}
            onChange={(number) =>
              set('limits', { ...value.limits, [limit]: typeof number === 'number' ? number : '' })
            }
          />
        ))}
      </SimpleGrid>
      <Input.Wrapper label={words.onExceed} labelElement="div">
        <div>
          <SegmentedControl
            mt={4}
            aria-label={words.onExceed}
            data={[
              { value: 'defer', label: words.defer },
              { value: 'reject', label: words.reject },
            ]}
            value={value.onExceed}
            onChange={(choice) => set('onExceed', choice)}
          />
        </div>
      </Input.Wrapper>
    </Stack>
  );
}
