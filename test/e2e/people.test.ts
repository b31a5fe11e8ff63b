import { afterAll, beforeAll, expect, test } from 'vitest'
import { addAccount } from '../../store/accounts.ts'
import { startBrowser, type TestBrowser } from '../support/chromium.ts'
import { createWorld, type World } from '../support/world.ts'

const accountId = 'acc-people'
const at = (page: string) => `/accounts/${accountId}/${page}`
let world: World
let browser: TestBrowser
beforeAll(async () => {
  world = await createWorld()
  await addAccount(world.db, { accountId, actor: 'test' })
  browser = await startBrowser(world)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('an admin invites somebody, who signs in with the link shown once and writes nothing as a viewer', async () => {
  const admin = await browser.visit({ name: 'Ada' })
  await admin.page.goto(at('people'))
  await admin.page.getByRole('button', { name: 'Invite' }).click()
  await admin.page.getByLabel('Name').fill('Vera')
  await admin.page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
  const link = await admin.page.locator('code.secret').textContent()
  await admin.page.getByRole('button', { name: 'Done' }).click()
  await admin.page.getByRole('cell', { name: 'Vera' }).first().waitFor()

  const vera = await browser.visit({ role: null })
  await vera.page.goto(link ?? '')
  await vera.page.getByRole('button', { name: 'Sign in with this link' }).click()
  await vera.page.waitForURL((url) => url.pathname !== '/sign-in')
  await vera.page.goto(at('people'))
  await vera.page.getByText('Only an admin sees who is here').waitFor()
  const invite = vera.page.getByRole('button', { name: 'Invite' })
  expect(await invite.getAttribute('aria-disabled')).toBe('true')
  expect(await invite.getAttribute('title')).toContain('needs the role admin')
  const refused = await vera.page.evaluate(
    (path) =>
      fetch(path, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: '{"multiCurrency":true}',
      }).then(({ status }) => status),
    `/api/v1${at('settings')}`,
  )
  expect(refused).toBe(403)

  await admin.page.goto(at('audit'))
  await admin.page.getByRole('cell', { name: 'Invited a person' }).waitFor()
  await admin.page.getByText('Refused').first().waitFor()
  expect([...admin.troubles, ...vera.troubles]).toEqual([])
})

test('somebody sets a password, signs in with it, and ends the other session', async () => {
  const first = await browser.visit({ name: 'Paul', accountId, role: 'operator' })
  await first.page.goto(at('my-account'))
  await first.page.getByRole('button', { name: 'Set a password' }).click()
  await first.page.getByLabel('New password').fill('a long enough password')
  await first.page.getByRole('button', { name: 'Save' }).click()
  await first.page.getByRole('button', { name: 'Change the password' }).waitFor()

  const second = await browser.visit({ role: null })
  await second.page.goto('/sign-in')
  await second.page.getByLabel('Name').fill('paul')
  await second.page.getByLabel('Password').fill('a long enough password')
  await second.page.getByRole('button', { name: 'Sign in with the password' }).click()
  await second.page.waitForURL((url) => url.pathname !== '/sign-in')
  await second.page.goto(at('my-account'))
  await second.page.getByRole('button', { name: /^End / }).click()
  await expect
    .poll(() => second.page.getByRole('table', { name: 'Sessions' }).getByRole('row').count())
    .toBe(2)
  const status = await first.page.evaluate(() =>
    fetch('/api/v1/accounts').then((one) => one.status),
  )
  expect(status).toBe(401)
})

test('signing out ends the session, whatever the browser keeps', async () => {
  const { page, context } = await browser.visit({ name: 'Olga', accountId, role: 'operator' })
  await page.goto(at('invoices'))
  const cookies = await context.cookies()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL((url) => url.pathname === '/sign-in')
  await context.addCookies(cookies)
  const status = await page.evaluate(() => fetch('/api/v1/accounts').then((one) => one.status))
  expect(status).toBe(401)
})
