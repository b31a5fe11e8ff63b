import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../../store/connect.ts'
import { findPersonByName, passwordHashOf } from '../../store/person.ts'
import { countTry } from '../../store/sign-in-try.ts'
import { networkOf } from '../network.ts'
import { ApiError } from '../problem.ts'
import { isPassword } from './password.ts'

type Exchange = { request: FastifyRequest; reply: FastifyReply }

/** Whose name and password these are; undefined for wrong ones. Throws 429 for the sixth try in a minute. */
export async function byPassword(
  db: Db,
  { name, password, ...exchange }: Exchange & { name: string; password: string },
): Promise<string | undefined> {
  await limitTries(db, name, exchange)
  const person = await findPersonByName(db, name)
  const isRight = await isPassword(person?.password_hash ?? null, password)
  return isRight && person?.revoked_at === null ? person.id : undefined
}

/** Whether a person gave their present password; true for one who has none yet. */
export async function passwordFits(
  db: Db,
  {
    operatorId,
    current,
    ...exchange
  }: Exchange & { operatorId: string; current: string | undefined },
): Promise<boolean> {
  const stored = await passwordHashOf(db, operatorId)
  if (stored === null) return true
  await limitTries(db, `#${operatorId}`, exchange)
  return isPassword(stored, current ?? '')
}

async function limitTries(db: Db, name: string, { request, reply }: Exchange): Promise<void> {
  const seconds = await countTry(db, name, networkOf(request.ip))
  if (seconds === null) return
  reply.header('retry-after', String(seconds))
  throw new ApiError('too_many_tries', `Too many tries: wait ${seconds} s, then try again.`)
}
