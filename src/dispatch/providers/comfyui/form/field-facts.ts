import type { FieldKind, InventoryList } from '../../../contract/index.js';

/** What is known of a value before anybody looks at a server. */
export interface FieldFacts {
  kind: FieldKind;
  min?: number;
  max?: number;
  step?: number;
  choices?: readonly string[];
  list?: InventoryList;
}
