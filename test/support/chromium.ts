import {
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { inject, onTestFinished } from 'vitest'
import { browserFlags } from '../../dev/find-browser.ts'
import { everyAccount, type Role } from '../../domain/roles.ts'
import type { Db } from '../../store/connect.ts'
import { makeSignInLink } from '../../store/person-command.ts'

export type TestBrowser = Awaited<ReturnType<typeof startBrowser>>

export type Visit = {
  page: Page
  context: BrowserContext
  /** What no page may do: write to the console, throw, call another host, get a 5xx. */
  troubles: string[]
}

type VisitOptions = Pick<BrowserContextOptions, 'viewport' | 'colorScheme'> & {
  /** Null: nobody is signed in. */
  role?: Role | null
  /** Whose role it is; every account without one. */
  accountId?: string
  name?: string
  /** True: the window stays open after the test that opened it. */
  keep?: boolean
}

type BrowserOptions = {
  /** True: pages that were left are kept for going back, as people's browsers do. */
  keepsPages?: boolean
}

/** A Chromium for the pages of one server. */
export async function startBrowser(
  { db, apiUrl }: { db: Db; apiUrl: string },
  { keepsPages = false }: BrowserOptions = {},
) {
  const found = inject('browser')
  if (found.path === null) throw new Error(found.problem)
  const browser = await chromium.launch({
    executablePath: found.path,
    args: browserFlags,
    ignoreDefaultArgs: keepsPages ? ['--disable-back-forward-cache'] : [],
  })
  let visitors = 0

  /** A window of its own, signed in by a fresh link; closed when the test ends. */
  async function visit(options: VisitOptions = {}): Promise<Visit> {
    const { role = 'admin', accountId = everyAccount, colorScheme = 'light' } = options
    const { viewport = { width: 1440, height: 900 }, name = `visitor ${++visitors}` } = options
    const context = await browser.newContext({
      baseURL: apiUrl,
      colorScheme,
      viewport,
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    const troubles = watch(page, apiUrl)
    if (role !== null) {
      const made = await makeSignInLink(db, { name, grant: { accountId, role }, minutes: 5 })
      if (made.kind !== 'made') throw new Error(`no link for ${name}: ${made.kind}`)
      await page.goto(`/sign-in#${made.token}`)
      await page.getByRole('button', { name: /sign in/i }).click()
      await page.waitForURL((url) => url.pathname !== '/sign-in')
    }
    if (!options.keep) onTestFinished(() => context.close())
    return { page, context, troubles }
  }

  return { visit, close: () => browser.close() }
}

function watch(page: Page, apiUrl: string): string[] {
  const troubles: string[] = []
  const { host } = new URL(apiUrl)
  page.on('console', (message) => {
    const isLoud = ['error', 'warning'].includes(message.type())
    // A refused request is a page's to show; Chromium writes every one of them into the console.
    const isRefusal = /Failed to load resource: .*status of 4\d\d/.test(message.text())
    if (isLoud && !isRefusal) troubles.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => troubles.push(`thrown: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.host !== host && url.protocol !== 'blob:') troubles.push(`request: ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) troubles.push(`${response.status()}: ${response.url()}`)
  })
  return troubles
}
