import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { settingsOf } from '../../store/connection.ts'
import { changeSettings } from '../../store/settings-writes.ts'
import { accountOf } from '../account.ts'
import { noteChange } from '../audit/record.ts'
import { actorOf } from '../auth.ts'
import type { ApiDeps } from '../deps.ts'
import { AccountParams } from '../schemas/common.ts'
import { SettingsPatch, SettingsView } from '../schemas/settings.ts'
import { checkedPatch } from '../settings-check.ts'

const tags = ['Settings']

export const settingsRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db, vendors }) => {
  app.get(
    '/settings',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Shows the account’s settings',
        params: AccountParams,
        response: { 200: SettingsView },
      },
    },
    async ({ params }) => settingsOf(await accountOf(db, params.accountId)),
  )

  app.patch(
    '/settings',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Changes settings; ids and codes are looked up in Rillet first',
        params: AccountParams,
        body: SettingsPatch,
        response: { 200: SettingsView },
      },
    },
    async (request) => {
      const { accountId } = request.params
      const current = settingsOf(await accountOf(db, accountId))
      const patch = await checkedPatch(vendors, { accountId, current, change: request.body })
      const next = await changeSettings(db, { accountId, actor: actorOf(request), patch })
      noteChange(request, current, next)
      return next
    },
  )
}
