// The form for ComfyUI: at its top what is to run; below it the fields for that.
import { useDraft } from '../draft/draft-store';
import { chosenOf } from '../draft/run';
import { QueueSection } from '../form/queue-section';
import { RunChoice } from './run-choice';
import { SimpleForm } from './simple-form';
import { WorkflowForm } from './workflow-form';

export function ComfyuiForm() {
  const appType = useDraft('appType');
  const run = chosenOf({ appType, run: useDraft('run') });
  return (
    <>
      <RunChoice />
      {run ? <WorkflowForm run={run} /> : <SimpleForm />}
      <div>
        <QueueSection />
      </div>
    </>
  );
}
