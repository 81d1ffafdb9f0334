import { useQuery } from '@tanstack/react-query';
import { pipelineQuery, type PipelineState } from '../../../api/queries/pipelines';
import { StateMark, type JobState } from '../../../components/state-mark';
import { text } from '../../../text';

const STATES: Record<PipelineState, JobState> = {
  waiting: 'pending',
  running: 'processing',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** What each step of a pipeline is up to. */
export function PipelineSteps({ id }: { id: string }) {
  const { data: pipeline } = useQuery(pipelineQuery(id));
  return pipeline?.steps.map(({ name, state }) => (
    <span key={name}>
      <StateMark state={STATES[state]} label={text.queuePage.bulk.step(name, text.states[STATES[state]])} />
    </span>
  ));
}
