import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Greys without tint, so that nobody judges a picture against a coloured ground. */
const gray: MantineColorsTuple = [
  '#fafafa',
  '#f4f4f4',
  '#e9e9e9',
  '#dcdcdc',
  '#c6c6c6',
  '#a3a3a3',
  '#6b6b6b',
  '#5c5c5c',
  '#3a3a3a',
  '#222222',
];
const dark: MantineColorsTuple = [
  '#d4d4d4',
  '#bdbdbd',
  '#a0a0a0',
  '#7a7a7a',
  '#474747',
  '#343434',
  '#262626',
  '#171717',
  '#111111',
  '#0b0b0b',
];
/** The one colour of a page's primary action. It means nothing else; states have colours of their own. */
const accent: MantineColorsTuple = [
  '#f1effe',
  '#e0dcfc',
  '#c3bbf8',
  '#a699f4',
  '#9184f2',
  '#8073ee',
  '#6f5fe6',
  '#5d4cd3',
  '#4c3db3',
  '#3c3091',
];

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { gray, dark, accent },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  autoContrast: true,
});
