import { userInfo } from 'node:os'
import { everyAccount, type Grant, type Role } from '../domain/roles.ts'
import { appendAudit } from './audit.ts'
import type { Db } from './connect.ts'
import { setGrant } from './membership.ts'
import { createOperator } from './operator.ts'
import { createPerson, findPersonByName } from './person.ts'
import { createSignInLink } from './sign-in-link.ts'

// What whoever may run our commands on the server does to people and tokens; the audit trail says so.

type Done = { action: string; target: string; after: unknown }

const record = (db: Db, { action, target, after }: Done) =>
  appendAudit(db, {
    accountId: everyAccount,
    at: new Date().toISOString(),
    actor: userInfo().username,
    actorId: null,
    actorKind: 'command',
    ip: null,
    action,
    target,
    status: 200,
    reason: null,
    before: null,
    after,
  })

/** Makes a token for a program. Returns it once. */
export function makeToken(db: Db, given: { name: string; role: Role; accountId?: string }) {
  return db.transaction().execute(async (transaction) => {
    const token = await createOperator(transaction, given)
    const { name, role, accountId = everyAccount } = given
    const after = { accountId, role }
    await record(transaction, { action: 'npm run token', target: name, after })
    return token
  })
}

type Wanted = { name: string; grant: Grant | null; minutes: number }
type Made = { kind: 'made'; token: string } | { kind: 'unknown' } | { kind: 'disabled' }

/** Makes a sign-in link for a person. With a grant, gives it to them, and adds who is not there yet. */
export function makeSignInLink(db: Db, { name, grant, minutes }: Wanted): Promise<Made> {
  return db.transaction().execute(async (transaction): Promise<Made> => {
    const known = await findPersonByName(transaction, name)
    if (known?.revoked_at) return { kind: 'disabled' }
    const id = known?.id ?? (grant && (await createPerson(transaction, name)))
    if (!id) return { kind: 'unknown' }
    if (grant !== null) await setGrant(transaction, id, grant)
    const { token } = await createSignInLink(transaction, id, minutes)
    const after = { isNew: known === undefined, ...grant }
    await record(transaction, { action: 'npm run sign-in', target: name, after })
    return { kind: 'made', token }
  })
}
