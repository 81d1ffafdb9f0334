const SIZE = 64;
const PLAIN = '/icon.svg';

/** A ring of progress while something runs, else the plain sign. */
export function drawFavicon(percent: number | null): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!link) return;
  link.href = (percent === null ? null : ring(percent)) ?? PLAIN;
}

function ring(percent: number): string | null {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext('2d');
  if (!context) return null;
  const arc = (color: string, to: number): void => {
    context.strokeStyle = color;
    context.lineWidth = 12;
    context.beginPath();
    context.arc(SIZE / 2, SIZE / 2, SIZE / 2 - 8, -Math.PI / 2, -Math.PI / 2 + to * 2 * Math.PI);
    context.stroke();
  };
  arc('#55555599', 1);
  arc('#6fb1ff', percent / 100);
  return canvas.toDataURL();
}
