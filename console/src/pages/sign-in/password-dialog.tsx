import { Modal } from '@mantine/core';
import { PasswordFields } from '../../components/password-fields';
import { text } from '../../text';

/** For whoever came by a one-click link: the way in from other browsers. */
export default function PasswordDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={text.signIn.setPassword}>
      <PasswordFields isSet={false} needsCurrent={false} onDone={onClose} />
    </Modal>
  );
}
