import { TemplateDialog } from '../../../components/template-dialog';
import { text } from '../../../text';
import type { WorkflowRun } from '../draft/run';
import { draftNow, replaceDraft } from '../draft/draft-store';
import { runOf } from './choose-run';

/** Stores the workflow of the form; the form goes on with the template. */
export function SaveTemplate({ run, onClose }: { run: WorkflowRun; onClose: () => void }) {
  const isNamed = run.title !== text.comfy.pasted && run.title !== text.comfy.ofAJob;
  const start = {
    title: isNamed ? run.title.replace(/\.\w+$/, '') : '',
    workflow: indented(run.workflow),
    map: run.map ? JSON.stringify(run.map, null, 2) : '',
  };
  return (
    <TemplateDialog
      saved={null}
      start={start}
      onClose={onClose}
      onSaved={(template) => replaceDraft({ ...draftNow(), run: runOf(template) })}
    />
  );
}

/** To be read; as it is where reading it would change it: numbers beyond 2^53 lose their last digits. */
function indented(workflow: string): string {
  if (/\d{16}/.test(workflow)) return workflow;
  try {
    return JSON.stringify(JSON.parse(workflow), null, 2);
  } catch {
    // The server reads more than JSON: NaN, for one.
    return workflow;
  }
}
