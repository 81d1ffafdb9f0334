/** One error about a node, as `node_errors` lists them. */
export interface NodeProblem {
  type: string;
  message: string;
  details: string;
  extra_info: Record<string, unknown>;
}

/** Why a whole prompt is refused. */
export type PromptProblem = NodeProblem;

export function problem(
  type: string,
  message: string,
  details: string,
  extra_info: Record<string, unknown> = {},
): NodeProblem {
  return { type, message, details, extra_info };
}

/** An exception that the server's own validation runs into. */
export class ValidationException extends Error {
  constructor(
    readonly pythonClass: 'KeyError' | 'IndexError' | 'TypeError',
    message: string,
    /** Where, as `traceback.format_tb` tells. */
    readonly traceback: string[],
  ) {
    super(message);
  }
}

/** A line of a traceback: where it happened, the code there, and the part of it that is to blame. */
export function traceLine(
  at: { line: number; where: string },
  code: string,
  blamed: string,
  /** Of a subscription, so many characters are what is subscripted. */
  subscripted = 0,
): string {
  const marks = '~'.repeat(subscripted) + '^'.repeat(blamed.length - subscripted);
  const indent = ' '.repeat(4 + code.indexOf(blamed));
  return `  File "/srv/comfyui/execution.py", line ${at.line}, in ${at.where}\n    ${code}\n${indent}${marks}\n`;
}
