import { useState } from 'react';
import { usePromptHistory, useWildcards } from '../../../api/queries/prompts';
import { useLists } from '../form/use-lists';
import { beginningAt, completionsFor, type Beginning, type Completion } from './completions';

export interface CompletionState {
  items: Completion[];
  active: number;
  isOpen: boolean;
  isHistory: boolean;
  /** Looks again at what is being typed. */
  look: (text: string, caret: number) => void;
  openHistory: () => void;
  close: () => void;
  move: (by: number) => void;
  /** Where the chosen one goes; null for prompts of the past, which are the whole text. */
  from: number | null;
}

/** What can be completed at the caret, or the prompts of the past. */
export function useCompletion(name: 'prompt' | 'negative_prompt'): CompletionState {
  const [beginning, setBeginning] = useState<Beginning | null>(null);
  const [isHistory, setHistory] = useState(false);
  const [active, setActive] = useState(0);
  const known = useKnown(beginning);
  const past = usePast(name, isHistory);
  const items = isHistory ? past : beginning ? completionsFor(beginning, known) : [];
  const open = (next: Beginning | null, history: boolean): void => {
    setBeginning(next);
    setHistory(history);
    setActive(0);
  };
  return {
    items,
    active: Math.min(active, items.length - 1),
    isOpen: items.length > 0,
    isHistory,
    look: (text, caret) => open(beginningAt(text, caret), false),
    openHistory: () => open(null, true),
    close: () => open(null, false),
    move: (by) => setActive((before) => (before + by + items.length) % items.length),
    from: isHistory ? null : (beginning?.from ?? null),
  };
}

function useKnown(beginning: Beginning | null) {
  const { lists } = useLists();
  const { data: wildcards = [] } = useWildcards(beginning?.kind === 'wildcard');
  return { loras: lists.loras.map(({ name }) => name), embeddings: lists.embeddings, wildcards };
}

function usePast(name: 'prompt' | 'negative_prompt', isWanted: boolean): Completion[] {
  const { data = [] } = usePromptHistory(isWanted);
  const texts = new Set(data.map((used) => (used[name] ?? '').trim()).filter((one) => one !== ''));
  return [...texts].map((one, index) => ({ id: `past ${index}`, kind: 'prompt', label: one, insert: one }));
}
