import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { z } from 'zod'
import { runMain, StartupError } from '../config.ts'
import { browserFlags, findBrowser } from './find-browser.ts'

const Addresses = z.object({ api: z.url(), temporalUi: z.url(), token: z.string() })
const Accounts = z.object({ items: z.array(z.object({ accountId: z.string() })) })
const Invoices = z.object({ items: z.array(z.object({ id: z.string() })) })

// Takes the README's pictures from a running `npm start`: the console, and a run in Temporal's Web UI.
runMain(async () => {
  const dataDir = process.env['DATA_DIR'] ?? '.data'
  const file = await readFile(join(dataDir, 'addresses.json'), 'utf8').catch(() => {
    throw new StartupError('Nothing is running in DATA_DIR: leave npm start running beside this.')
  })
  const { api, temporalUi, token } = Addresses.parse(JSON.parse(file))
  const ask = async <T>(path: string, answer: z.ZodType<T>): Promise<T> => {
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${api}/api/v1/accounts${path}`, { headers })
    return answer.parse(await response.json())
  }
  const { items: accounts } = await ask('', Accounts)
  const blocked = await Promise.all(
    accounts.map(async ({ accountId }) => {
      const { items } = await ask(`/${accountId}/invoices?state=blocked`, Invoices)
      return items.map(({ id }) => ({ accountId, id }))
    }),
  )
  const [blockedOne] = blocked.flat()
  if (blockedOne === undefined) throw new StartupError('No invoice is blocked: run the demo first.')
  const workflowId = encodeURIComponent(`invoice/${blockedOne.accountId}/${blockedOne.id}`)

  const executablePath = await findBrowser((line) => console.log(line))
  const browser = await chromium.launch({ executablePath, args: browserFlags })
  try {
    await takeConsole(browser, { api, token, blocked: blockedOne })
    const page = await browser.newPage({ viewport: { width: 1440, height: 1020 } })
    await page.goto(`${temporalUi}/namespaces/default/workflows/${workflowId}`)
    await page
      .getByRole('tab', { name: 'User Metadata' })
      .or(page.getByText('User Metadata'))
      .first()
      .click()
    await page
      .frameLocator('#user-metadata-current-details')
      .getByText('Currency mismatch')
      .first()
      .waitFor()
    await save(page, 'blocked-in-temporal')
  } finally {
    await browser.close()
  }
})

type Console = { api: string; token: string; blocked: { accountId: string; id: string } }

async function takeConsole(browser: Browser, { api, token, blocked }: Console): Promise<void> {
  const context = await browser.newContext({
    baseURL: api,
    viewport: { width: 1440, height: 900 },
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  })
  const page = await context.newPage()
  const pages = {
    invoices: 'invoices',
    'blocked-invoice': `invoices/${blocked.id}`,
    connect: 'connect',
    'tie-out': 'tie-out',
  }
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(`/accounts/${blocked.accountId}/${path}`)
    await page.locator('h1').first().waitFor()
    await page
      .locator('[data-state=loading]')
      .filter({ visible: true })
      .first()
      .waitFor({ state: 'detached' })
    await save(page, name)
  }
  await context.close()
}

/** Under `docs/`. */
async function save(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: fileURLToPath(new URL(`../docs/${name}.png`, import.meta.url)) })
  console.log(`docs/${name}.png`)
}
