import { Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import { text } from '../../../text';
import { countTokens } from './token-count';
import classes from './prompt.module.css';

/** About how long the prompt is, as the model reads it. */
export function TokenMark({ prompt }: { prompt: string }) {
  const { tokens, limit } = useMemo(() => countTokens(prompt), [prompt]);
  return (
    <Tooltip label={text.generate.tokensHint} multiline maw={260}>
      <span className={classes.tokens}>{text.generate.tokens(tokens, limit)}</span>
    </Tooltip>
  );
}
