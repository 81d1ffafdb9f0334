/** Mode of folders that we make for our own data: prompts and the access log are nobody else's business. */
export const PRIVATE = 0o700;
