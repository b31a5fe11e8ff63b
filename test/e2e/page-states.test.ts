import { readFile } from 'node:fs/promises'
import type { Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startBrowser, type TestBrowser, type Visit } from '../support/chromium.ts'
import { createWorld, type World } from '../support/world.ts'

const unknownId = '01990000-0000-7000-8000-000000000009'
const emptyList = { items: [], nextCursor: null }

type States = {
  /** Where it is opened; below the account where it does not begin with a slash. */
  at: string
  /** What it asks for; held back, refused and emptied here. */
  asks: RegExp
  /** What it says when there is nothing, and what to do. */
  empty: string
  /** True where an account is never without: then the answer is emptied on its way. */
  isEmptied?: boolean
  /** It is shown at once and needs nothing. */
  isLoadedAtOnce?: boolean
}

const below = (path: string) => new RegExp(`/api/v1/accounts/[^/?]+/${path}`)

/** Every page of the router by its path there. */
const pages: Record<string, States> = {
  '/': { at: '/', asks: /\/api\/v1\/accounts$/, empty: 'No account is connected', isEmptied: true },
  '/sign-in': { at: '/sign-in', asks: /\/api\/session$/, empty: 'Sign in', isLoadedAtOnce: true },
  '/invoices/$invoiceId': {
    at: `/invoices/${unknownId}`,
    asks: /\/api\/v1\/invoices\//,
    empty: 'The sync does not know this invoice',
  },
  invoices: { at: 'invoices', asks: below('invoices(\\?|$)'), empty: 'Finalize one in Seq' },
  'invoices/$invoiceId': {
    at: `invoices/${unknownId}`,
    asks: below(`invoices/${unknownId}`),
    empty: 'open it from its list',
  },
  bulk: { at: 'bulk', asks: below('bulk'), empty: 'Choose invoices in' },
  'bulk/$bulkId': { at: `bulk/${unknownId}`, asks: below('bulk/'), empty: 'open it from its list' },
  customers: { at: 'customers', asks: below('customers'), empty: 'Make one in Sequence' },
  products: { at: 'products', asks: below('products'), empty: 'Make one in Sequence' },
  drift: { at: 'drift', asks: below('drift'), empty: 'What somebody changes in one system' },
  'tie-out': { at: 'tie-out', asks: below('tie-out'), empty: 'Choose another month' },
  deliveries: { at: 'deliveries', asks: below('deliveries'), empty: 'Finalize an invoice in Seq' },
  health: { at: 'health', asks: below('activity'), empty: 'No invoice is held back or failing' },
  connect: {
    at: 'connect',
    asks: below('(connection|doctor|settings)'),
    empty: 'No signing token is stored',
  },
  settings: { at: 'settings', asks: below('settings'), empty: 'The row without a category' },
  people: {
    at: 'people',
    asks: /\/api\/v1\/(people|tokens)/,
    empty: 'Invite somebody',
    isEmptied: true,
  },
  audit: { at: 'audit', asks: below('audit'), empty: 'appears here at once', isEmptied: true },
  'my-account': {
    at: 'my-account',
    asks: /\/api\/v1\/me\//,
    empty: 'Sign in, and it appears here',
    isEmptied: true,
  },
}

let world: World
let browser: TestBrowser
let visit: Visit
let accountId: string

beforeAll(async () => {
  world = await createWorld()
  browser = await startBrowser(world)
  accountId = await connectEmpty()
  visit = await browser.visit({ keep: true })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** An account that is connected and has nothing. */
async function connectEmpty(): Promise<string> {
  const organization = await world.rillet.post('/_sandbox/organizations', {
    trade_name: 'Empty books',
    currency: 'USD',
  })
  const made = await world.sequence.post('/_sandbox/accounts', { companyName: 'Empty Ltd' })
  const { id, clientId, clientSecret } = made
  const at = `/api/v1/accounts/${id}`
  await world.api.put(at)
  await world.api.put(`${at}/connection/rillet`, { apiKey: organization['keys'][0].token })
  await world.api.put(`${at}/connection/sequence`, { clientId, clientSecret })
  return id
}

/** A page of its own for a test: what it holds back or refuses ends with it. */
async function open(): Promise<Page> {
  const page = await visit.context.newPage()
  onTestFinished(() => page.close())
  return page
}

const addressOf = ({ at }: States) => (at.startsWith('/') ? at : `/accounts/${accountId}/${at}`)

const refused = (route: Route, status: number, detail: string) =>
  route.fulfill({
    status,
    contentType: 'application/problem+json',
    body: JSON.stringify({
      type: 'about:blank',
      title: 'Something went wrong here',
      status,
      code: 'internal_error',
      detail,
    }),
  })

test('every page of the router is tried here', async () => {
  const found: string[] = []
  for (const file of ['outer', 'pages']) {
    const text = await readFile(
      new URL(`../../console/routes/${file}.tsx`, import.meta.url),
      'utf8',
    )
    const routes = text.split('createRoute({').slice(1)
    for (const route of routes) found.push(/^\s*path: '([^']+)'/m.exec(route)?.[1] ?? 'no path')
  }
  const frames = ['/accounts/$accountId'] // and the way from there to the invoices, at "/"
  const shown = new Set(found.filter((path) => !frames.includes(path)))
  expect([...shown].toSorted()).toEqual(Object.keys(pages).toSorted())
})

describe.each(Object.entries(pages))('%s', (_, states) => {
  test('says that it loads, and what to do when there is nothing', async () => {
    const page = await open()
    let letGo = () => {}
    const isHeld = new Promise<void>((resolve) => (letGo = resolve))
    await page.route(states.asks, async (route) => {
      await isHeld
      if (states.isEmptied === true) await route.fulfill({ json: emptyList })
      else await route.continue()
    })
    await page.goto(addressOf(states))
    if (states.isLoadedAtOnce !== true) await loading(page).first().waitFor()
    letGo()
    await page.getByText(states.empty).filter({ visible: true }).first().waitFor()
    await expect.poll(() => loading(page).count()).toBe(0)
  })

  test('says what went wrong, who acts and how, and can be tried again', async () => {
    const page = await open()
    let refusals = 0
    let isMended = false
    await page.route(states.asks, (route) => {
      if (isMended) return route.continue()
      refusals += 1
      return refused(route, 500, 'The shelf fell over.')
    })
    await page.goto(addressOf(states))
    const faults = page.locator('[data-state=error]')
    await faults.first().getByText('The shelf fell over.').waitFor()
    await faults.first().getByText('Whoever runs this installation').waitFor()
    await faults.first().getByText('the server’s log has the cause').waitFor()
    const asked = refusals
    await again(page).first().click()
    await expect.poll(() => refusals).toBeGreaterThan(asked)
    isMended = true
    // Some parts ask again by themselves meanwhile: whichever are left are asked by hand.
    const askAgain = async () => {
      if ((await again(page).count()) > 0) await again(page).first().click({ timeout: 500 })
      return faults.count()
    }
    await expect.poll(() => askAgain().catch(() => -1), { timeout: 15_000 }).toBe(0)
    await expect.poll(() => loading(page).count()).toBe(0)
  })
})

const again = (page: Page) => page.getByRole('button', { name: 'Try again' })
const loading = (page: Page) => page.locator('[data-state=loading]').filter({ visible: true })

test('a page whose script breaks says so, keeps the navigation, and can be loaded again', async () => {
  const page = await open()
  await page.goto(`/accounts/${accountId}/invoices`)
  await page.route(/\/assets\/health-page-.*\.js$/, (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: 'export const HealthPage = () => { throw new TypeError("the wheel came off") }',
    }),
  )
  await page.getByRole('link', { name: 'Sync health' }).click()
  const fault = page.locator('main [data-state=error]')
  await fault.getByText('the wheel came off').waitFor()
  await fault.getByText('Whoever runs this installation').waitFor()
  await page.getByRole('link', { name: 'Customers' }).waitFor()
  await page.unrouteAll({ behavior: 'wait' })
  await fault.getByRole('button', { name: 'Load the page again' }).click()
  await page.getByText('No invoice is held back or failing').waitFor()
})
