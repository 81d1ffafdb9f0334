import { Badge, Group, Text, UnstyledButton } from '@mantine/core';
import type { ApiKey } from '../../api/queries/api-keys';
import { TimeAgo } from '../../components/time-ago';
import { text } from '../../text';
import { KeyMenu } from './key-menu';
import { KeyState } from './key-state';
import { SCOPES } from './key-draft';
import classes from './keys.module.css';

const SHOWN_SCOPES = 4;

export function KeyRow({ apiKey, onOpen }: { apiKey: ApiKey; onOpen: () => void }) {
  const words = text.keysPage;
  return (
    <div className={classes.row}>
      <UnstyledButton className={classes.rowMain} onClick={onOpen}>
        <Group gap="sm" wrap="nowrap" align="baseline">
          <Text fw={600} lineClamp={2}>
            {apiKey.name}
          </Text>
          <KeyState apiKey={apiKey} />
        </Group>
        <Text size="xs" c="dimmed" truncate className={classes.mono}>
          {apiKey.key}
        </Text>
        <ScopeBadges apiKey={apiKey} />
      </UnstyledButton>
      <Text size="xs" c="dimmed" className={classes.when} component="div">
        <span>
          {apiKey.last_used === null ? words.neverUsed : `${words.lastUsed} `}
          {apiKey.last_used !== null && <TimeAgo iso={apiKey.last_used} />}
        </span>
        {apiKey.expires_at !== null && (
          <span>
            {apiKey.state === 'expired' ? words.expired : words.expires} <TimeAgo iso={apiKey.expires_at} />
          </span>
        )}
      </Text>
      <KeyMenu apiKey={apiKey} onOpen={onOpen} />
    </div>
  );
}

function ScopeBadges({ apiKey }: { apiKey: ApiKey }) {
  const words = text.keysPage;
  const scopes = SCOPES.filter((scope) => apiKey.scopes.includes(scope));
  const rest = scopes.length - SHOWN_SCOPES;
  return (
    <Group gap={4} mt={4}>
      {scopes.slice(0, SHOWN_SCOPES).map((scope) => (
        <Badge key={scope} size="sm" variant="default" tt="none" fw={500}>
          {words.scopes[scope]?.[0] ?? scope}
        </Badge>
      ))}
      {rest > 0 && (
        <Text size="xs" c="dimmed">
          {words.moreScopes(rest)}
        </Text>
      )}
    </Group>
  );
}
