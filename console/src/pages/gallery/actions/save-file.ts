/** Lets the browser save what an address of this server gives. */
export function saveFile(url: string, filename: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  document.body.append(link);
  link.click();
  link.remove();
}

/** The file as the server made it, or without what it says of how it was made. */
export const downloadUrl = (image: { download_url: string }, metadata: 'keep' | 'strip' = 'keep'): string =>
  `${image.download_url}?attachment=1${metadata === 'strip' ? '&metadata=strip' : ''}`;
