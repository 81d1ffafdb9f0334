import { ContactSheet } from './contact-sheet';
import { EditDialog } from './edit/edit-dialog';
import { RowMenu } from './menu/row-menu';
import { changeJobs } from './queue-actions';
import type { Queue } from './use-queue';

/** What opens over the lists. */
export function QueueDialogs({ queue: { menu, acts, onAct, waiting } }: { queue: Queue }) {
  const { target } = menu;
  const { editing, sheet } = acts;
  return (
    <>
      {target && (
        <RowMenu
          target={target}
          onClose={menu.close}
          onAct={(act) => {
            menu.close();
            onAct(act, target);
          }}
        />
      )}
      {editing && (
        <EditDialog
          count={editing.length}
          onClose={() => acts.setEditing(null)}
          onSubmit={(edit) => {
            acts.setEditing(null);
            void changeJobs(waiting.store, editing, { action: 'edit', edit });
          }}
        />
      )}
      {sheet && <ContactSheet {...sheet} onClose={() => acts.setSheet(null)} />}
    </>
  );
}
