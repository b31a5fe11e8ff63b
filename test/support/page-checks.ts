import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { z } from 'zod'

const script = await readFile(new URL('./in-page/layout-faults.js', import.meta.url), 'utf8')
const words = /\b(workflow|signal|activit|namespace)\w*/gi
const named = ['aria-label', 'title', 'placeholder', 'alt']

/** Serious and critical findings of axe, each with the first place that has it. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} (${nodes[0]?.failureSummary})`)
}

/** Words of the machine room that stand in a page: text, names, titles, placeholders. */
export async function machineWords(page: Page): Promise<string[]> {
  const attributes = await Promise.all(
    named.map(async (name) => {
      const elements = await page.locator(`[${name}]`).all()
      return Promise.all(elements.map((element) => element.getAttribute(name)))
    }),
  )
  const texts = [await page.title(), await page.locator('body').innerText(), ...attributes.flat()]
  return texts.join('\n').match(words) ?? []
}

/** What does not fit in the window, as sentences: see `in-page/layout-faults.js`. */
export const layoutFaults = async (page: Page): Promise<string[]> =>
  z.array(z.string()).parse(await page.evaluate(`${script}\nlayoutFaults()`))
