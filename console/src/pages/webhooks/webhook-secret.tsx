import { ShownOnceDialog } from '../../components/shown-once-dialog';
import { text } from '../../text';

interface Props {
  /** Of the webhook. */
  name: string;
  secret: string;
  onClose: () => void;
}

/** The only time that anybody sees it. */
export function WebhookSecret({ name, secret, onClose }: Props) {
  const { title, label, hint } = text.webhooksPage.made;
  return <ShownOnceDialog title={title(name)} value={secret} label={label} hint={hint} onClose={onClose} />;
}
