import { setTimeout as pause } from 'node:timers/promises'
import { fingerprint } from '../../support/fingerprint.ts'
import type { Json } from '../../support/http.ts'
import type { Violation } from '../oracle/ledger.ts'
import type { Theatre } from '../theatre.ts'

const count = 50
const withinMs = 60_000

/**
 * The key is revoked while fifty invoices are on their way: one alert, all are held, and within a minute of a
 * new key all are in Rillet, with no hand on them. In real time, with 60 calls a minute.
 */
export async function playKeyRevoked(theatre: Theatre): Promise<Violation[]> {
  const { stage, pool, actors } = theatre
  const violations: Violation[] = []
  const say = (what: string) => violations.push({ rule: 'final state', what, seed: null })
  const actor = await pool.take()
  const organization = `/_sandbox/organizations/${actor.organization.id}`
  const ids = await Promise.all(Array.from({ length: count }, () => actor.draft()))
  // What connecting has cost must not count: it is a minute ago.
  await pause(withinMs + 1_000)
  await stage.rillet.delete(`${organization}/keys/${actor.organization.keys[0].token}`)
  await Promise.all(ids.map((id) => actor.finalize(id)))

  const isHeld = (one: Json) => one.problems.some(({ code }: Json) => code === 'api_key_refused')
  for (const id of ids) {
    await actor.untilInvoice(id, isHeld, 'held by the key', 120_000).catch((error: unknown) => {
      say(String(error))
    })
  }
  const alerts = await stage.db
    .selectFrom('event')
    .select('id')
    .where('account_id', '=', actor.id)
    .where('kind', '=', 'alert.rillet_key')
    .execute()
  if (alerts.length !== 1) say(`${alerts.length} alerts for one revoked key`)

  const { token: apiKey } = await stage.rillet.post(`${organization}/keys`)
  theatre.canaries.add(apiKey)
  const rillet = fingerprint(`Bearer ${apiKey}`)
  actors.push({ ...actor, callers: { ...actor.callers, rillet } })
  await stage.api.put(`${actor.at}/connection/rillet`, { apiKey })
  const startedMs = Date.now()
  for (const id of ids) {
    await actor.until(id, 'synced', withinMs).catch((error: unknown) => say(String(error)))
  }
  const tookMs = Date.now() - startedMs
  if (tookMs > withinMs) say(`${count} invoices took ${tookMs} ms after the new key`)
  console.log(
    `… key revoked: ${count} held, one alert; all in Rillet ${tookMs} ms after the new one`,
  )
  pool.giveBack(actor)
  return violations
}
