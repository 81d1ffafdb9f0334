import { ShownOnceDialog } from '../../components/shown-once-dialog';
import { text } from '../../text';
import { tokenAddress } from './snippets';

interface Props {
  /** Of the key. */
  name: string;
  /** `/k/<token>`. */
  path: string;
  onClose: () => void;
}

/** The only time that anybody sees the address. */
export function PathTokenDialog({ name, path, onClose }: Props) {
  const { title, hint } = text.keysPage.pathMade;
  const value = tokenAddress(window.location.origin, path);
  return (
    <ShownOnceDialog title={title(name)} value={value} label={title(name)} hint={hint} onClose={onClose} />
  );
}
