import { NotFoundError } from '../../clients/errors.ts'
import type { RilletClient } from '../../clients/rillet/client.ts'
import type { Settings } from '../../domain/model.ts'
import type { SettingCheck } from '../../store/setting-check.ts'

/** Looks in Rillet for what the settings name. Costs a call each; throws what the calls throw. */
export async function lookUpSettings(
  rillet: RilletClient,
  { defaultProductId, defaultAccountCode, subsidiaryId }: Settings,
): Promise<SettingCheck[]> {
  const checks: SettingCheck[] = []
  if (defaultProductId !== null) {
    const found = await isThere(rillet.getProduct(defaultProductId))
    checks.push({ setting: 'defaultProductId', value: defaultProductId, found })
  }
  if (defaultAccountCode !== null) {
    const accounts = await rillet.accounts()
    const found = accounts.some(({ code }) => code === defaultAccountCode)
    checks.push({ setting: 'defaultAccountCode', value: defaultAccountCode, found })
  }
  if (subsidiaryId !== null) {
    const subsidiaries = await rillet.subsidiaries()
    const found = subsidiaries.some(({ id }) => id === subsidiaryId)
    checks.push({ setting: 'subsidiaryId', value: subsidiaryId, found })
  }
  return checks
}

async function isThere(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked
    return true
  } catch (error) {
    if (error instanceof NotFoundError) return false
    throw error
  }
}
