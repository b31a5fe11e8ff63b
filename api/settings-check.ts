import type { z } from 'zod'
import { NotFoundError } from '../clients/errors.ts'
import type { Settings } from '../domain/model.ts'
import type { Vendors } from '../vendors.ts'
import { ApiError } from './problem.ts'
import type { SettingsPatch } from './schemas/settings.ts'

export type SettingsChange = {
  accountId: string
  current: Settings
  change: z.infer<typeof SettingsPatch>
}

/**
 * The change as it is stored: what names a thing in Rillet was found there, and a subsidiary brings
 * its currency. Throws `not_in_rillet` naming the field.
 */
export async function checkedPatch(
  vendors: Vendors,
  { accountId, current, change }: SettingsChange,
): Promise<Partial<Settings>> {
  const { defaultProductId, defaultAccountCode, subsidiaryId, bankAccountId } = change
  const rillet = () => vendors.rillet(accountId)
  const patch: Partial<Settings> = {
    ...given(change),
    rilletUrlTemplates: templates(current.rilletUrlTemplates, change.rilletUrlTemplates),
    sequenceUrlTemplates: templates(current.sequenceUrlTemplates, change.sequenceUrlTemplates),
  }
  requireDescribedCodes({ ...current, ...patch })

  if (typeof defaultProductId === 'string') {
    const client = await rillet()
    await client.getProduct(defaultProductId).catch((error: unknown) => {
      if (error instanceof NotFoundError) throw notInRillet('defaultProductId', 'product')
      throw error
    })
  }
  if (typeof defaultAccountCode === 'string') {
    const accounts = await (await rillet()).accounts()
    if (!accounts.some(({ code }) => code === defaultAccountCode)) {
      throw notInRillet('defaultAccountCode', 'account code')
    }
  }
  if (typeof bankAccountId === 'string') {
    const accounts = await (await rillet()).bankAccounts()
    const found = accounts.find(({ id }) => id === bankAccountId)
    if (found?.status !== 'ACTIVE') throw notInRillet('bankAccountId', 'active bank account')
  }
  if (subsidiaryId === undefined) return patch
  if (subsidiaryId === null) return { ...patch, subsidiaryCurrency: null }
  const subsidiaries = await (await rillet()).subsidiaries()
  const chosen = subsidiaries.find(({ id }) => id === subsidiaryId)
  if (chosen === undefined) throw notInRillet('subsidiaryId', 'subsidiary')
  return { ...patch, subsidiaryCurrency: chosen.currency }
}

type Templates = Settings['rilletUrlTemplates']
type TemplatesChange = { [K in keyof Templates]?: Templates[K] | undefined }

/** Each is changed by itself. */
const templates = (current: Templates, change: TemplatesChange = {}): Templates => ({
  customer: change.customer === undefined ? current.customer : change.customer,
  product: change.product === undefined ? current.product : change.product,
  invoice: change.invoice === undefined ? current.invoice : change.invoice,
})

/** Where tax stands on the lines, Rillet must be told more of a code than its name. */
function requireDescribedCodes({ scope, taxTable, taxCodes }: Settings): void {
  if (scope !== 'FULL') return
  const used = taxTable.flatMap(({ taxed, reverseCharged }) => [taxed, reverseCharged])
  const missing = used.filter(
    (code) => code !== null && !taxCodes.some((described) => described.code === code),
  )
  if (missing.length === 0) return
  const message = `The scope Full needs country, kind and description of each code in the tax table: under Tax table describe ${[...new Set(missing)].join(', ')}.`
  throw new ApiError('invalid_request', undefined, [{ field: 'body.taxCodes', message }])
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** JSON holds no `undefined`: a field that was not given is not there. Only the type must be told. */
const given = <T extends object>(fields: T): Given<T> => fields

const notInRillet = (field: string, what: string) =>
  new ApiError('not_in_rillet', undefined, [
    { field: `body.${field}`, message: `Rillet has no such ${what}: choose one that is there.` },
  ])
