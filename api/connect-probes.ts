import { AccessError } from '../clients/errors.ts'
import type { Vendors } from '../vendors.ts'
import { ApiError } from './problem.ts'

export type RilletProbe = {
  organization: { id: string; name: string }
  subsidiary: { id: string; currency: string } | null
}

/** Asks Rillet who the key belongs to. Throws `api_key_refused` when it is not a good one. */
export async function probeRillet(
  vendors: Vendors,
  { accountId, apiKey }: { accountId: string; apiKey: string },
): Promise<RilletProbe> {
  const { rillet, countedFor } = await vendors.probeRillet(accountId, apiKey)
  try {
    const { id, trade_name: name } = await rillet.organization()
    if (id !== countedFor) await vendors.countRillet(id, probeCalls)
    const [first, ...others] = await rillet.subsidiaries()
    const only = others.length === 0 ? first : undefined
    const subsidiary = only === undefined ? null : { id: only.id, currency: only.currency }
    return { organization: { id, name }, subsidiary }
  } catch (error) {
    if (!(error instanceof AccessError)) throw error
    throw new ApiError(
      'api_key_refused',
      'Rillet refuses this key: copy it again from Organization Settings → API Access.',
      [{ field: 'body.apiKey', message: 'This key is not valid in Rillet: paste one that is.' }],
    )
  }
}

/** What is asked of Rillet to know whose a key is. */
const probeCalls = 2

export type SequenceProbe = { accountId: string; clientId: string; clientSecret: string }

/** Asks Sequence which account the credentials see; returns its company's name. */
export async function probeSequence(
  vendors: Vendors,
  { accountId, ...credentials }: SequenceProbe,
): Promise<string> {
  try {
    const accounts = await vendors.probeSequence(accountId, credentials).accounts()
    const account = accounts.find(({ id }) => id === accountId)
    if (account !== undefined) return account.companyName
  } catch (error) {
    if (!(error instanceof AccessError)) throw error
    throw new ApiError(
      'sequence_key_refused',
      'Sequence refuses these credentials: make new ones under Settings → API keys.',
      [{ field: 'body.clientSecret', message: 'Not valid in Sequence: paste a valid pair.' }],
    )
  }
  throw new ApiError(
    'account_mismatch',
    `These credentials do not belong to the account ${accountId}: use those of that account.`,
    [{ field: 'path.accountId', message: 'Not the account of these credentials: mend either.' }],
  )
}
