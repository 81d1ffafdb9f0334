import { IconWebhook } from '@tabler/icons-react';
import { useWebhooks } from '../../api/queries/webhooks';
import { EmptyState } from '../../components/empty-state';
import { ListSkeleton } from '../../components/list-skeleton';
import { Loading } from '../../components/loading';
import { text } from '../../text';
import { WebhookRow } from './webhook-row';
import classes from './webhooks.module.css';

export function WebhookList({ onLog }: { onLog: (id: string) => void }) {
  const webhooks = useWebhooks();
  const words = text.webhooksPage;
  return (
    <Loading of={webhooks} skeleton={<ListSkeleton rows={3} height={96} />}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState icon={IconWebhook} title={words.empty.title} hint={words.empty.hint} />
        ) : (
          <ul className={classes.list} aria-label={words.list}>
            {all.map((webhook) => (
              <li key={webhook.id}>
                <WebhookRow webhook={webhook} onLog={() => onLog(webhook.id)} />
              </li>
            ))}
          </ul>
        )
      }
    </Loading>
  );
}
