import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { Problem } from '../../domain/model.ts'
import { settingsOf } from '../../store/connection.ts'
import { findCreditNote } from '../../store/credit-note.ts'
import { findLink } from '../../store/link.ts'
import type { ResolveInDoubt } from '../../workflows/messages.ts'
import { accountOf } from '../account.ts'
import { actorOf } from '../auth.ts'
import { creditNoteView } from '../credit-note-view.ts'
import type { ApiDeps } from '../deps.ts'
import { ApiError } from '../problem.ts'
import { resolveNoteDoubt, resolveThingDoubt } from '../resolve-doubt.ts'
import { ThingParams } from '../schemas/common.ts'
import { CreditNoteView } from '../schemas/credit-notes.ts'
import { AsksResolve } from '../schemas/invoices.ts'
import { LinkView, Running } from '../schemas/things.ts'
import { linkView, problemView } from '../views.ts'

const config = { role: 'operator' } as const
const things = [
  { kind: 'customer', path: '/customers', tags: ['Customers'] },
  { kind: 'product', path: '/products', tags: ['Products'] },
] as const

/** A person says whether a write in doubt did happen: as for invoices, for all else that is created once. */
export const doubtRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { db } = deps

  for (const { kind, path, tags } of things) {
    app.post(
      `${path}/:id/resolve-in-doubt`,
      {
        config,
        schema: {
          tags,
          summary: `Says whether a creation in doubt did happen, and which ${kind} it made`,
          params: ThingParams,
          body: AsksResolve,
          response: { 200: LinkView, 202: Running },
        },
      },
      async (request, reply) => {
        const { accountId, id: sourceId } = request.params
        const settings = settingsOf(await accountOf(db, accountId))
        const currency = settings.subsidiaryCurrency
        const input = { accountId, kind, sourceId, actor: actorOf(request), currency }
        const by = wishOf(request.body, input.actor)
        const { workflowId, resolved } = await resolveThingDoubt(deps, input, by)
        if (resolved.kind === 'blocked') throw misfit([resolved.problem])
        const row = await findLink(db, accountId, kind, sourceId)
        const view = row === undefined ? null : linkView(row, settings)
        return resolved.kind === 'running' || view === null
          ? reply.code(202).send({ status: 'running' as const, workflowId })
          : view
      },
    )
  }

  app.post(
    '/credit-notes/:id/resolve-in-doubt',
    {
      config,
      schema: {
        tags: ['Credit notes'],
        summary: 'Says whether a write in doubt did happen, and which credit memo it made',
        params: ThingParams,
        body: AsksResolve,
        response: { 200: CreditNoteView },
      },
    },
    async (request) => {
      const { accountId, id: creditNoteId } = request.params
      await accountOf(db, accountId)
      const ref = { accountId, creditNoteId }
      const resolved = await resolveNoteDoubt(deps, ref, wishOf(request.body, actorOf(request)))
      if (resolved.kind === 'refused') throw misfit(resolved.problems)
      const row = await findCreditNote(db, ref)
      if (row === undefined) throw new ApiError('not_found')
      return creditNoteView(row)
    },
  )
}

function wishOf(
  { found, rilletId, reason }: z.infer<typeof AsksResolve>,
  actor: string,
): ResolveInDoubt {
  const by = { actor, reason: reason ?? null }
  return found && rilletId ? { ...by, found: true, rilletId } : { ...by, found: false }
}

/** What the person named cannot be it; the doubt stays. */
const misfit = (problems: Problem[]) =>
  new ApiError(
    'creation_blocked',
    problems.map((problem) => problemView(problem).whatHappened).join(' '),
  )
