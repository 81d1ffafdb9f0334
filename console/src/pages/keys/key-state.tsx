import { Badge } from '@mantine/core';
import type { ApiKey } from '../../api/queries/api-keys';
import { StateMark, type JobState } from '../../components/state-mark';
import { text } from '../../text';

const LOOKS: Record<ApiKey['state'], JobState> = {
  active: 'completed',
  inactive: 'cancelled',
  expired: 'failed',
};

export function KeyState({ apiKey }: { apiKey: ApiKey }) {
  return (
    <>
      <StateMark state={LOOKS[apiKey.state]} label={text.keysPage.states[apiKey.state]} />
      {apiKey.source === 'environment' && (
        <Badge size="xs" variant="outline" color="gray" tt="none" title={text.keysPage.fromEnvironmentHint}>
          {text.keysPage.fromEnvironment}
        </Badge>
      )}
    </>
  );
}
