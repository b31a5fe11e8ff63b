import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountPages } from '../../console/pages.ts'
import { type Account, createAccount } from '../support/account.ts'
import { startBrowser, type TestBrowser, type Visit } from '../support/chromium.ts'
import { makeCrowd } from '../support/crowd.ts'
import { axeFindings, layoutFaults, machineWords } from '../support/page-checks.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account
let browser: TestBrowser
let ids: Awaited<ReturnType<typeof makeCrowd>>

beforeAll(async () => {
  world = await createWorld()
  ;[account, browser] = await Promise.all([createAccount(world), startBrowser(world)])
  ids = await makeCrowd(account, world)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** Every page by its name; an address is made when the account is there. */
const pages: [name: string, path: () => string][] = [
  ...accountPages.map(({ title, path }): [string, () => string] => [
    title,
    () => `/accounts/${account.id}/${path}`,
  ]),
  ['an invoice that is blocked', () => `/accounts/${account.id}/invoices/${ids.blocked}`],
  ['an invoice that is paid', () => `/accounts/${account.id}/invoices/${ids.paid}`],
  ['an invoice that nobody knows', () => `/invoices/${crypto.randomUUID()}`],
  ['an address that is none', () => '/accounts/x/nowhere/else'],
]
const widths = [1440, 780, 360]

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  let visit: Visit
  beforeAll(async () => {
    visit = await browser.visit({ colorScheme, keep: true })
  })

  test.each([...pages, ['the sign-in page', () => '/sign-in'] as const])(
    '%s is readable by everybody, fits from 360 to 1440 px, and stays quiet',
    async (_, path) => {
      const { page, troubles } = visit
      troubles.length = 0
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.goto(path())
      await page.locator('h1, h2').first().waitFor()
      await expect.poll(() => page.locator('[data-state=loading]').count()).toBe(0)

      expect(await axeFindings(page)).toEqual([])
      expect(await machineWords(page)).toEqual([])
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 })
        expect(await layoutFaults(page), `at ${width} px`).toEqual([])
      }
      expect(troubles).toEqual([])
    },
  )
})
