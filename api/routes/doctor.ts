import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { settingsOf } from '../../store/connection.ts'
import { saveSettingChecks } from '../../store/setting-check.ts'
import { accountOf } from '../account.ts'
import type { ApiDeps } from '../deps.ts'
import { examine } from '../doctor/doctor.ts'
import { lookUpSettings } from '../doctor/look-up.ts'
import { recheck } from '../recheck.ts'
import { AccountParams } from '../schemas/common.ts'
import { DoctorRechecked, DoctorView } from '../schemas/doctor.ts'
import { startConnect } from '../start-connect.ts'

const tags = ['Connection']

/** Whether the account has all that its sync needs, and what to do where it has not. */
export const doctorRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { db, vendors } = deps

  app.get(
    '/doctor',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Shows one line per prerequisite of the sync, with the next step; asks no vendor',
        params: AccountParams,
        response: { 200: DoctorView },
      },
    },
    async ({ params: { accountId } }) => examine(deps, await accountOf(db, accountId)),
  )

  app.post(
    '/doctor/recheck',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary:
          'Tries both keys, looks up what the settings name, repairs our policy in Sequence, and lets one held invoice per cause try',
        params: AccountParams,
        response: { 200: DoctorRechecked },
      },
    },
    async ({ params: { accountId }, log }) => {
      const row = await accountOf(db, accountId)
      const rechecked = await recheck(deps, row)
      if (rechecked.rilletKey === 'good') {
        const rillet = await vendors.rillet(accountId)
        await saveSettingChecks(db, accountId, await lookUpSettings(rillet, settingsOf(row)))
      }
      if (rechecked.sequenceKey === 'good') {
        await startConnect(deps, accountId).catch((error: unknown) =>
          log.error({ err: error }, 'notification policy not looked at'),
        )
      }
      return { ...(await examine(deps, await accountOf(db, accountId))), rechecked }
    },
  )
}
