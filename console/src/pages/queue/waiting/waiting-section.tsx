import { text } from '../../../text';
import { BandSection } from '../band-section';
import { BlankRows, Nothing } from '../list-states';
import { EmptyTime } from './empty-time';
import { ReleaseHeld } from './release-held';
import { WaitingBand, type WaitingBandProps } from './waiting-band';

export function WaitingSection(props: WaitingBandProps) {
  const { store, state, layout } = props.waiting;
  return (
    <BandSection
      id="waiting"
      count={state.groups?.waiting_jobs}
      note={<EmptyTime />}
      actions={<ReleaseHeld onDone={() => store.refresh()} />}
    >
      {!state.groups && !state.error && <BlankRows />}
      {state.groups && layout.count === 0 && <Nothing>{text.queuePage.nothingWaits}</Nothing>}
      <WaitingBand {...props} />
    </BandSection>
  );
}
