import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { everyAccount, type Grant } from '../../domain/roles.ts'
import type { Db } from '../../store/connect.ts'
import { removeGrant, setGrant } from '../../store/membership.ts'
import {
  findOperatorById,
  hasOtherAdmin,
  listOperators,
  lockPeople,
  type PersonRow,
  setDisabled,
} from '../../store/people.ts'
import { createPerson } from '../../store/person.ts'
import { createSignInLink, signInUrl } from '../../store/sign-in-link.ts'
import { note } from '../audit/record.ts'
import { operatorOf } from '../auth.ts'
import type { ApiDeps } from '../deps.ts'
import { checkGrants, isOwn, personView, sees, trailOf } from '../people-views.ts'
import { ApiError } from '../problem.ts'
import { listOf } from '../schemas/common.ts'
import {
  Because,
  Invite,
  Invited,
  LinkOut,
  PersonParams,
  PersonView,
  RoleChange,
} from '../schemas/people.ts'

const tags = ['People']
const config = { role: 'admin' } as const
const inviteMinutes = 3 * 24 * 60

/** Who may sign in, and with which role where. An admin of some accounts sees and changes these alone. */
export const peopleRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db, publicUrl }) => {
  async function link(transaction: Db, id: string) {
    const { token, expiresAt } = await createSignInLink(transaction, id, inviteMinutes)
    return { url: signInUrl(publicUrl, token), expiresAt: expiresAt.toISOString() }
  }

  app.get(
    '/people',
    {
      config,
      schema: {
        tags,
        summary: 'Lists people and their roles',
        response: { 200: listOf(PersonView) },
      },
    },
    async (request) => {
      const { grants } = operatorOf(request)
      const rows = await listOperators(db, 'person')
      const items = rows.filter((row) => sees(grants, row)).map((row) => personView(row, grants))
      return { items, nextCursor: null }
    },
  )

  app.post(
    '/people',
    {
      config,
      schema: {
        tags,
        summary: 'Adds a person with roles; the link that signs them in is shown this once',
        body: Invite,
        response: { 201: Invited },
      },
    },
    async (request, reply) => {
      const { grants } = operatorOf(request)
      const { name, roles } = request.body
      checkGrants(grants, roles)
      note(request, { accountId: trailOf(roles), target: name, after: { roles } })
      const made = await db.transaction().execute(async (transaction) => {
        const id = await createPerson(transaction, name)
        if (id === undefined) throw nameTaken(name)
        for (const grant of roles) await setGrant(transaction, id, grant)
        return {
          row: await findOperatorById(transaction, 'person', id),
          link: await link(transaction, id),
        }
      })
      reply.code(201)
      return { person: personView(known(made.row), grants), link: made.link }
    },
  )

  app.put(
    '/people/:id/role',
    {
      config,
      schema: {
        tags,
        summary: 'Gives a person a role in an account, or takes it away',
        params: PersonParams,
        body: RoleChange,
        response: { 200: PersonView },
      },
    },
    async (request) => {
      const { grants } = operatorOf(request)
      const { id } = request.params
      const { accountId, role } = request.body
      checkGrants(grants, [{ accountId, role: role ?? 'viewer' }])
      return db.transaction().execute(async (transaction) => {
        await lockPeople(transaction)
        const row = known(await findOperatorById(transaction, 'person', id))
        if (!sees(grants, row)) throw unknownPerson()
        const before = row.grants.find((grant) => grant.accountId === accountId)?.role ?? null
        note(request, { accountId, target: row.name, before: { role: before }, after: { role } })
        if (accountId === everyAccount && role !== 'admin') await keepOneAdmin(transaction, row)
        if (role === null) await removeGrant(transaction, id, accountId)
        else await setGrant(transaction, id, { accountId, role })
        return personView(known(await findOperatorById(transaction, 'person', id)), grants)
      })
    },
  )

  app.post(
    '/people/:id/link',
    {
      config,
      schema: {
        tags,
        summary: 'Makes a new sign-in link for a person; those before are void',
        params: PersonParams,
        body: Because,
        response: { 201: LinkOut },
      },
    },
    async (request, reply) => {
      const row = await own(db, request.params.id, operatorOf(request).grants)
      if (row.endedAt !== null) throw new ApiError('person_disabled')
      note(request, { accountId: trailOf(row.grants), target: row.name })
      reply.code(201)
      return db.transaction().execute((transaction) => link(transaction, row.id))
    },
  )

  for (const verb of ['disable', 'enable'] as const) {
    app.post(
      `/people/:id/${verb}`,
      {
        config,
        schema: {
          tags,
          summary:
            verb === 'disable'
              ? 'Ends a person’s access: sessions, links, and the tokens they made'
              : 'Gives a person access again; sessions and tokens stay ended',
          params: PersonParams,
          body: Because,
          response: { 200: PersonView },
        },
      },
      async (request) => {
        const { grants } = operatorOf(request)
        return db.transaction().execute(async (transaction) => {
          await lockPeople(transaction)
          const row = await own(transaction, request.params.id, grants)
          note(request, { accountId: trailOf(row.grants), target: row.name })
          if (verb === 'disable') await keepOneAdmin(transaction, row)
          await setDisabled(transaction, row.id, verb === 'disable')
          const after = known(await findOperatorById(transaction, 'person', row.id))
          return personView(after, grants)
        })
      },
    )
  }
}

const unknownPerson = () => new ApiError('not_found', 'There is no such person.')

function known(row: PersonRow | undefined): PersonRow {
  if (row === undefined) throw unknownPerson()
  return row
}

/** A person whom an admin may disable or let in: all that the person may do is theirs to give. */
async function own(db: Db, id: string, admin: readonly Grant[]): Promise<PersonRow> {
  const row = known(await findOperatorById(db, 'person', id))
  if (!sees(admin, row)) throw unknownPerson()
  if (isOwn(admin, row)) return row
  throw new ApiError(
    'role_too_low',
    'This person has roles in accounts that you do not administer: an admin of those must do it.',
  )
}

/** Somebody must stay who can manage everything. */
async function keepOneAdmin(db: Db, { id, grants, endedAt }: PersonRow): Promise<void> {
  const isAdmin = grants.some((one) => one.accountId === everyAccount && one.role === 'admin')
  if (!isAdmin || endedAt !== null || (await hasOtherAdmin(db, id))) return
  throw new ApiError('last_admin')
}

const nameTaken = (name: string) =>
  new ApiError('name_taken', undefined, [
    { field: 'body.name', message: `Somebody is called ${name} already: choose another name.` },
  ])
