// axe over every page, as people see it: both widths, dark and light. Serious and critical findings fail the report.
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { visitPage, type ConsolePage } from './console-pages.js';
import { LOOKS, openLook } from './looks.js';

/** WCAG 2.2 AA and what came before it, and what axe's makers call good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export interface Finding {
  impact: string;
  rule: string;
  help: string;
  page: string;
  look: string;
  elements: string[];
}

export async function axeFindings(
  browser: Browser,
  url: string,
  pages: readonly ConsolePage[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const look of LOOKS) {
    const context = await openLook(browser, url, look);
    const page = await context.newPage();
    for (const one of pages) {
      await visitPage(page, one);
      const { violations } = await runAxe(page);
      findings.push(
        ...violations.map(({ impact, id, help, nodes }) => ({
          ...{ impact: impact ?? 'minor', rule: id, help },
          ...{ page: one.name, look: `${look.screen}, ${look.scheme}` },
          elements: nodes.map(({ target }) => target.join(' ')),
        })),
      );
    }
    await context.close();
  }
  return findings;
}

/** Through the debugger, past the page's policy, which lets no foreign script in. */
export async function runAxe(page: Page): Promise<axe.AxeResults> {
  await page.evaluate(axe.source);
  return page.evaluate<axe.AxeResults>(`axe.run(document, { runOnly: ${JSON.stringify(TAGS)} })`);
}

export const isGrave = ({ impact }: Finding): boolean => impact === 'serious' || impact === 'critical';

/** One line a rule, the gravest first, with where it was found. */
export function sayFindings(findings: readonly Finding[]): string[] {
  const order = ['critical', 'serious', 'moderate', 'minor'];
  const byRule = new Map<string, Finding[]>();
  for (const one of findings) byRule.set(one.rule, [...(byRule.get(one.rule) ?? []), one]);
  return [...byRule.values()]
    .sort(([a], [b]) => order.indexOf(a!.impact) - order.indexOf(b!.impact))
    .map((same) => {
      const { impact, rule, help } = same[0]!;
      const pages = [...new Set(same.map(({ page }) => page))];
      const looks = [...new Set(same.map(({ look }) => look))];
      const elements = [...new Set(same.flatMap((one) => one.elements))].slice(0, 3);
      return `${impact}: ${rule}: ${help}\n    on ${pages.join(', ')} (${looks.join('; ')})\n    e.g. ${elements.join(' | ')}`;
    });
}
