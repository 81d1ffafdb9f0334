import { Button, Group, Modal, Stack, Tabs, Text } from '@mantine/core';
import { useMakePathToken } from '../../api/queries/api-keys';
import { CodeBlock } from '../../components/code-block';
import { WarningMark } from '../../components/state-mark';
import { useIsPhone } from '../../lib/use-is-phone';
import { text } from '../../text';
import {
  a1111Address,
  bearerSnippet,
  curlSnippet,
  loginSnippet,
  tokenAddress,
  type Access,
} from './snippets';

export interface Secret {
  id: number;
  name: string;
  key: string;
  secret: string;
}

/** The only time that anybody sees the secret, with what one pastes where. Closed by its button alone. */
export function SecretDialog({ secret, onClose }: { secret: Secret; onClose: () => void }) {
  const isPhone = useIsPhone();
  const words = text.keysPage.made;
  const access = { origin: window.location.origin, key: secret.key, secret: secret.secret };
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title(secret.name)}
      size="lg"
      fullScreen={isPhone}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="md">
        <WarningMark label={text.forms.shownOnce} />
        <Labelled label={words.key} value={secret.key} />
        <Labelled label={words.secret} value={secret.secret} />
        <Text fw={600} size="sm">
          {words.use}
        </Text>
        <Uses access={access} keyId={secret.id} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{text.forms.saved}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Labelled({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Text size="sm" mb={4}>
        {label}
      </Text>
      <CodeBlock value={value} label={label} wrap />
    </div>
  );
}

function Uses({ access, keyId }: { access: Access; keyId: number }) {
  const words = text.keysPage.made;
  return (
    <Tabs defaultValue="curl" keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="curl">{words.curl}</Tabs.Tab>
        <Tabs.Tab value="bearer">{words.bearer}</Tabs.Tab>
        <Tabs.Tab value="a1111">{words.a1111}</Tabs.Tab>
        <Tabs.Tab value="path">{words.path}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="curl">
        <CodeBlock value={curlSnippet(access)} label={words.curl} />
      </Tabs.Panel>
      <Tabs.Panel value="bearer">
        <Stack gap="xs">
          <Text size="sm">{words.bearerHint}</Text>
          <CodeBlock value={bearerSnippet(access)} label={words.bearer} wrap />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="a1111">
        <Stack gap="xs">
          <Text size="sm">{words.a1111Hint}</Text>
          <Labelled label={words.address} value={a1111Address(access.origin)} />
          <Labelled label={words.login} value={loginSnippet(access)} />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="path">
        <WithoutLogin origin={access.origin} keyId={keyId} />
      </Tabs.Panel>
    </Tabs>
  );
}

function WithoutLogin({ origin, keyId }: { origin: string; keyId: number }) {
  const make = useMakePathToken();
  const words = text.keysPage.made;
  return (
    <Stack gap="xs" align="stretch">
      <Text size="sm">{words.pathHint}</Text>
      {make.data ? (
        <CodeBlock value={tokenAddress(origin, make.data.sdapi_url_path)} label={words.address} wrap />
      ) : (
        <div>
          <Button variant="default" loading={make.isPending} onClick={() => make.mutate(keyId)}>
            {words.makePath}
          </Button>
        </div>
      )}
    </Stack>
  );
}
