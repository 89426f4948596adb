/** What can be said of any page: that machines read it, and that a keyboard is enough. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './application';

/** No rule of weight is broken, in light and dark. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // A second page, which the builder would else open for its results, is more than this window has.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const grave = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    expect(grave, `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}

/** Far more stops than any page has. */
const mostStops = 250;

/** Tab reaches every control that is there, and each shows that it has the focus. */
export async function expectReachable(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
  });
  const unseen: string[] = [];
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(noteFocus);
    if (focus === null || focus.wasReached) {
      break;
    }
    if (!focus.isSeen) {
      unseen.push(focus.name);
    }
  }
  expect(unseen, `${name}: the focus is not seen on`).toEqual([]);
  expect(await page.evaluate(unreached), `${name}: Tab does not reach`).toEqual([]);
}

/** The focus is in the dialog that is open and stays there; Escape closes it, and the focus is not lost. */
export async function expectTrapped(page: Page, name: string): Promise<void> {
  const isWithin = (): Promise<boolean> =>
    page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null);
  for (const key of ['Tab', 'Shift+Tab']) {
    for (let stop = 0; stop < 12; stop += 1) {
      expect(await isWithin(), `${name}: the focus is in the dialog`).toBe(true);
      await page.keyboard.press(key);
    }
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog'), `${name}: Escape closes it`).toBeHidden();
}

/** Marks the element that has the focus; null when the focus has left the page. */
function noteFocus(): { name: string; wasReached: boolean; isSeen: boolean } | null {
  const element = document.activeElement;
  if (element === null || element === document.body) {
    return null;
  }
  const wasReached = element.hasAttribute('data-reached');
  element.setAttribute('data-reached', '');
  const isMarked = (candidate: Element | null): boolean => {
    const style = candidate === null ? null : getComputedStyle(candidate);
    return style !== null && (style.boxShadow !== 'none' || style.outlineStyle !== 'none');
  };
  // A list has the focus, one of its members shows it.
  const active = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
  const isSeen =
    isMarked(element) || isMarked(active) || isMarked(element.closest('label')) || isMarked(element.parentElement);
  return { name: element.outerHTML.slice(0, 160), wasReached, isSeen };
}

/** Controls on screen, or in the dialog that is open, that were not marked. Of a group with one tab stop, one marked member stands for all. */
function unreached(): string[] {
  const place = document.querySelector('[role=dialog]') ?? document;
  const controls = [...place.querySelectorAll<HTMLElement>('button, input, select, textarea, summary, a[href]')];
  const groupOf = (element: Element): Element | null =>
    element.closest('[role=radiogroup], [role=toolbar], [role=listbox], [role=tablist], [role=menu]');
  const isHere = (element: HTMLElement): boolean =>
    element.checkVisibility({ checkVisibilityCSS: true }) &&
    !element.matches(':disabled') &&
    element.closest('[inert]') === null;
  const missed = controls.filter((element) => {
    const group = groupOf(element);
    const stands = group?.querySelector('[data-reached]') ?? null;
    return isHere(element) && !element.hasAttribute('data-reached') && stands === null;
  });
  for (const element of document.querySelectorAll('[data-reached]')) {
    element.removeAttribute('data-reached');
  }
  return missed.map(({ outerHTML }) => outerHTML.slice(0, 160));
}
