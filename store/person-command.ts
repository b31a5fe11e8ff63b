import type { Grant } from '../domain/roles.ts'
import type { Db } from './connect.ts'
import { setGrant } from './membership.ts'
import { createPerson, findPersonByName } from './person.ts'
import { createSignInLink } from './sign-in-link.ts'

type Wanted = { name: string; grant: Grant | null; minutes: number }
type Made = { kind: 'made'; token: string } | { kind: 'unknown' } | { kind: 'disabled' }

/** A sign-in link for a person, made by whoever may run our commands. With a grant, adds who is not there yet. */
export function openSignInLink(db: Db, { name, grant, minutes }: Wanted): Promise<Made> {
  return db.transaction().execute(async (transaction): Promise<Made> => {
    const known = await findPersonByName(transaction, name)
    if (known?.revoked_at) return { kind: 'disabled' }
    const id = known?.id ?? (grant && (await createPerson(transaction, name)))
    if (!id) return { kind: 'unknown' }
    if (grant !== null) await setGrant(transaction, id, grant)
    const { token } = await createSignInLink(transaction, id, minutes)
    return { kind: 'made', token }
  })
}
