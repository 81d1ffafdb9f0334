/** Of this page's Content-Security-Policy: styles that scripts write carry it. Undefined where the page has none (Vite). */
export const styleNonce: string | undefined =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined;
