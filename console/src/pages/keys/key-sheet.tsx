import { Group, Stack, Text, Title } from '@mantine/core';
import { useApiKeys, type ApiKey } from '../../api/queries/api-keys';
import { SideSheet } from '../../components/side-sheet';
import { text } from '../../text';
import { AccessLog } from './access-log';
import { KeyAlerts } from './key-alerts';
import { KeyFacts } from './key-facts';
import { KeyMenu } from './key-menu';
import { KeyState } from './key-state';
import { KeyUsage } from './key-usage';

/** One key: what it is, what it did, who used it. `keyId` null: closed. */
export function KeySheet({ keyId, onClose }: { keyId: number | null; onClose: () => void }) {
  const { data: all } = useApiKeys();
  const apiKey = all?.find(({ id }) => id === keyId);
  return (
    <SideSheet opened={keyId !== null} onClose={onClose} title={apiKey?.name ?? text.nav.keys}>
      {apiKey && <Content key={apiKey.id} apiKey={apiKey} />}
      {all && !apiKey && keyId !== null && <Text size="sm">{text.keysPage.details.gone}</Text>}
    </SideSheet>
  );
}

function Content({ apiKey }: { apiKey: ApiKey }) {
  const words = text.keysPage;
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Group gap="xs">
          <KeyState apiKey={apiKey} />
        </Group>
        <KeyMenu apiKey={apiKey} />
      </Group>
      <KeyFacts apiKey={apiKey} />
      <KeyAlerts apiKey={apiKey} />
      <KeyUsage keyId={apiKey.id} />
      <section>
        <Title order={3} size="h6" mb="xs">
          {words.log.title}
        </Title>
        <AccessLog keyId={apiKey.id} />
      </section>
    </Stack>
  );
}
