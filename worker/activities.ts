import { createAcceptActivities } from '../activities/accept.ts'
import { createBulkActivities } from '../activities/bulk.ts'
import { createCreditActivities } from '../activities/credit-invoice.ts'
import { createCreditNoteActivities } from '../activities/credit-note.ts'
import { createCustomerActivities } from '../activities/customer.ts'
import { createDateActivities } from '../activities/dates.ts'
import { createDeleteActivities } from '../activities/delete-invoice.ts'
import type { SweepDeps } from '../activities/deps.ts'
import { createInvoiceActivities } from '../activities/invoice.ts'
import { createLookUpMemoActivities } from '../activities/look-up-memo.ts'
import { createOpenDayActivities } from '../activities/open-day.ts'
import { createPaymentStatusActivities } from '../activities/payment-status.ts'
import { createPolicyActivities } from '../activities/policy.ts'
import { createPreviewActivities } from '../activities/preview.ts'
import { createRecordActivities } from '../activities/record.ts'
import { createRemoteActivities } from '../activities/remote.ts'
import { createResolveNoteActivities } from '../activities/resolve-note.ts'
import { createResolveThingActivities } from '../activities/resolve-thing.ts'
import { createSourceActivities } from '../activities/source.ts'
import { createStartActivities } from '../activities/starts.ts'
import { createSweepActivities, createSweepRecordActivities } from '../activities/sweep.ts'
import { createThingActivities } from '../activities/thing.ts'
import type { Secrets } from '../store/secrets.ts'

export type WorkerDeps = SweepDeps & { secrets: Secrets }

/** Everything that workflows may call, by name. */
export const createActivities = (deps: WorkerDeps) => ({
  ...createSourceActivities(deps),
  ...createInvoiceActivities(deps),
  ...createCreditActivities(deps),
  ...createLookUpMemoActivities(deps),
  ...createCreditNoteActivities(deps),
  ...createRemoteActivities(deps),
  ...createDateActivities(deps),
  ...createAcceptActivities(deps),
  ...createDeleteActivities(deps),
  ...createOpenDayActivities(deps),
  ...createPaymentStatusActivities(deps),
  ...createThingActivities(deps),
  ...createResolveThingActivities(deps),
  ...createResolveNoteActivities(deps),
  ...createCustomerActivities(deps),
  ...createPolicyActivities(deps),
  ...createPreviewActivities(deps),
  ...createRecordActivities(deps),
  ...createStartActivities(),
  ...createSweepActivities(deps),
  ...createBulkActivities(deps),
  ...createSweepRecordActivities(deps),
})
