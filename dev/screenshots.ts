import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { z } from 'zod'
import { runMain, StartupError } from '../config.ts'

const Addresses = z.object({ api: z.url(), temporalUi: z.url(), token: z.string() })
const Accounts = z.object({ items: z.array(z.object({ accountId: z.string() })) })
const Invoices = z.object({ items: z.array(z.object({ id: z.string() })) })

// Takes the README's pictures from a running `npm start`: a blocked invoice in Temporal's Web UI.
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
      return items.map(({ id }) => encodeURIComponent(`invoice/${accountId}/${id}`))
    }),
  )
  const [workflowId] = blocked.flat()
  if (workflowId === undefined) throw new StartupError('No invoice is blocked: run the demo first.')

  const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))
  const browser = await chromium.launch({
    ...(installed === undefined ? {} : { executablePath: installed }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-sync'],
  })
  try {
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
    const path = fileURLToPath(new URL('../docs/blocked-invoice.png', import.meta.url))
    await page.screenshot({ path })
    console.log('docs/blocked-invoice.png')
  } finally {
    await browser.close()
  }
})
