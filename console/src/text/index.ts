/** All words that the console says. Another language is another folder beside `en/` with the same shape. */
export { en as text } from './en';
