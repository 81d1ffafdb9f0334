import { useMemo } from 'react';
import { ApiProblem, messageOf } from '../api/problem';
import { problemsOf, type FormProblems } from './form-problems';

/** `error` of the mutation that sent the form; `known` must not change between draws. */
export function useFormProblems(error: Error | null, known: readonly string[]): FormProblems {
  return useMemo(() => {
    if (error instanceof ApiProblem) return problemsOf(error, known);
    return problemsOf(error && { message: messageOf(error) }, known);
  }, [error, known]);
}
