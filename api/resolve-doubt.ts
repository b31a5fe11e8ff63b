import { WithStartWorkflowOperation } from '@temporalio/client'
import type { Workflow } from '@temporalio/common'
import { priorities } from '../domain/priorities.ts'
import type { Db } from '../store/connect.ts'
import { findLink } from '../store/link.ts'
import type { LinkKind } from '../store/schema.ts'
import {
  type CreateInput,
  type NoteResolved,
  type ResolveInDoubt,
  resolveNote,
  resolveThing,
  type ThingResolved,
  workflowTypes,
} from '../workflows/messages.ts'
import { createRun } from './create-in-rillet.ts'
import { creditNoteRun } from './credit-note-run.ts'
import type { ApiDeps } from './deps.ts'
import { ApiError } from './problem.ts'
import { reachTemporal } from './temporal.ts'

const waitMs = 15_000

/** A person says what became of the creation of a customer or product. Throws when none is in doubt. */
export async function resolveThingDoubt(
  { db, temporal }: Pick<ApiDeps, 'db' | 'temporal'>,
  input: CreateInput,
  by: ResolveInDoubt,
): Promise<{ workflowId: string; resolved: ThingResolved }> {
  await refuseUnlessInDoubt(db, input)
  await reachTemporal(temporal)
  const { type, options } = createRun(input)
  const resolved = await temporal.connection.withDeadline(Date.now() + waitMs, () =>
    temporal.workflow.executeUpdateWithStart<Workflow, ThingResolved, [ResolveInDoubt]>(
      resolveThing.name,
      { args: [by], startWorkflowOperation: new WithStartWorkflowOperation(type, options) },
    ),
  )
  return { workflowId: options.workflowId, resolved }
}

/** As `resolveThingDoubt`, of a credit note's memo. */
export async function resolveNoteDoubt(
  { db, temporal }: Pick<ApiDeps, 'db' | 'temporal'>,
  { accountId, creditNoteId }: { accountId: string; creditNoteId: string },
  by: ResolveInDoubt,
): Promise<NoteResolved> {
  await refuseUnlessInDoubt(db, { accountId, kind: 'credit_memo', sourceId: creditNoteId })
  await reachTemporal(temporal)
  const start = creditNoteRun({ accountId, creditNoteId }, priorities.person)
  return temporal.connection.withDeadline(Date.now() + waitMs, () =>
    temporal.workflow.executeUpdateWithStart<Workflow, NoteResolved, [ResolveInDoubt]>(
      resolveNote.name,
      {
        args: [by],
        startWorkflowOperation: new WithStartWorkflowOperation(workflowTypes.creditNote, start),
      },
    ),
  )
}

type Doubted = { accountId: string; kind: LinkKind; sourceId: string }

async function refuseUnlessInDoubt(db: Db, { accountId, kind, sourceId }: Doubted): Promise<void> {
  const link = await findLink(db, accountId, kind, sourceId)
  if (link !== undefined && link.rillet_id === null && link.sent_at !== null) return
  const name = kind.replace('_', ' ')
  if (link === undefined) throw new ApiError('not_found', `No ${name} ${sourceId} is known here.`)
  throw new ApiError(
    'not_allowed',
    `No creation of this ${name} is in doubt: nothing is to be resolved.`,
  )
}
