import { Text } from '@mantine/core';
import { messageOf } from '../../api/problem';
import type { WebhookTest } from '../../api/queries/webhooks';
import { CodeBlock } from '../../components/code-block';
import { Outcome } from '../../components/outcome';
import { text } from '../../text';

interface Test {
  data: WebhookTest | undefined;
  error: Error | null;
  isPending: boolean;
  reset: () => void;
}

/** Whether a test arrived, with the receiver's own words. */
export function TestOutcome({ test }: { test: Test }) {
  const { data, error } = test;
  const isShown = !test.isPending && (data !== undefined || error !== null);
  return (
    <div role="status">
      {isShown && (
        <Outcome
          good={data?.delivered === true}
          title={data ? titleOf(data) : text.problem.title}
          onClose={test.reset}
        >
          {data ? <Answer test={data} /> : messageOf(error)}
        </Outcome>
      )}
    </div>
  );
}

function titleOf({ delivered, result }: WebhookTest): string {
  const words = text.webhooksPage.test;
  if (result.status === null) return words.unanswered;
  return delivered ? words.ok(result.status, result.duration_ms) : words.refused(result.status);
}

function Answer({ test: { result } }: { test: WebhookTest }) {
  const words = text.webhooksPage.test;
  if (result.error !== null) return <Text size="sm">{result.error}</Text>;
  if (!result.response_text) return <Text size="sm">{words.noAnswer}</Text>;
  return <CodeBlock value={result.response_text} label={words.answer} wrap />;
}
