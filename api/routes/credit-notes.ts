import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { priorities } from '../../domain/priorities.ts'
import { findCreditNote } from '../../store/credit-note.ts'
import { listCreditNotes } from '../../store/credit-note-list.ts'
import { addEvent } from '../../store/event.ts'
import { signals, workflowTypes } from '../../workflows/messages.ts'
import { accountOf } from '../account.ts'
import { actorOf } from '../auth.ts'
import { creditNoteRun } from '../credit-note-run.ts'
import { creditNoteView } from '../credit-note-view.ts'
import { afterOf } from '../cursors.ts'
import type { ApiDeps } from '../deps.ts'
import { ApiError } from '../problem.ts'
import { AccountParams, Id, listOf, ThingParams } from '../schemas/common.ts'
import { CreditNoteAsked, CreditNoteQuery, CreditNoteView } from '../schemas/credit-notes.ts'
import { Asks } from '../schemas/invoices.ts'
import { reachTemporal } from '../temporal.ts'

const tags = ['Credit notes']
const startMs = 5_000

/** Sequence's credit notes and what became of them in Rillet. */
export const creditNoteRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db, temporal }) => {
  app.get(
    '/credit-notes',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Lists credit notes with where they stand, newest first',
        params: AccountParams,
        querystring: CreditNoteQuery,
        response: { 200: listOf(CreditNoteView) },
      },
    },
    async ({ params: { accountId }, query: { limit, cursor, ...filter } }) => {
      await accountOf(db, accountId)
      const page = { limit, after: afterOf(cursor, z.tuple([Id])) }
      const { items, nextCursor } = await listCreditNotes(db, accountId, filter, page)
      return { items: items.map(creditNoteView), nextCursor }
    },
  )

  app.get(
    '/credit-notes/:id',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Shows one credit note',
        params: ThingParams,
        response: { 200: CreditNoteView },
      },
    },
    async ({ params: { accountId, id: creditNoteId } }) => {
      await accountOf(db, accountId)
      const row = await findCreditNote(db, { accountId, creditNoteId })
      if (row === undefined) throw neverSeen(creditNoteId)
      return creditNoteView(row)
    },
  )

  app.post(
    '/credit-notes/:id/retry',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Retries a credit note now; syncs one never seen',
        params: ThingParams,
        body: Asks,
        response: { 202: CreditNoteAsked },
      },
    },
    async (request, reply) => {
      const { accountId, id: creditNoteId } = request.params
      await accountOf(db, accountId)
      await reachTemporal(temporal)
      const [actor, reason] = [actorOf(request), request.body?.reason ?? null]
      const run = { accountId, creditNoteId, wanted: true }
      await temporal.connection.withDeadline(Date.now() + startMs, () =>
        temporal.workflow.signalWithStart(workflowTypes.creditNote, {
          ...creditNoteRun(run, priorities.person),
          signal: signals.retry.name,
          signalArgs: [{ actor, reason }],
        }),
      )
      const data = { creditNoteId }
      await addEvent(db, {
        accountId,
        invoiceId: null,
        kind: 'credit_note.retried',
        actor,
        reason,
        data,
      })
      return reply.code(202).send({ status: 'asked' as const })
    },
  )
}

const neverSeen = (id: string) =>
  new ApiError('not_found', `The sync has never seen a credit note ${id}.`)
