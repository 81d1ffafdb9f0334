import { useState } from 'react';

/** Whether it has ever been so: what is loaded when it is first opened stays, to close with its own motion. */
export function useOnce(so: boolean): boolean {
  const [been, setBeen] = useState(so);
  if (so && !been) setBeen(true);
  return been || so;
}
