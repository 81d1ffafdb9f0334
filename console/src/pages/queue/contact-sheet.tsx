import { Anchor, Modal } from '@mantine/core';
import { contactSheetUrl } from '../../api/queries/bulks';
import { useIsPhone } from '../../lib/use-is-phone';
import { text } from '../../text';
import classes from './queue-page.module.css';

/** All pictures of a bulk at one look. */
export function ContactSheet({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const title = text.queuePage.bulk.sheetTitle(name);
  const phone = useIsPhone();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="xl"
      fullScreen={phone}
      closeButtonProps={{ 'aria-label': text.actions.close, size: 44 }}
    >
      <img className={classes.sheet} src={contactSheetUrl(id)} alt={title} />
      <Anchor href={contactSheetUrl(id)} download={`${id}.jpg`} size="sm">
        {text.actions.download}
      </Anchor>
    </Modal>
  );
}
