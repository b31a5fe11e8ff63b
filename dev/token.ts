import { z } from 'zod'
import { runMain, StartupError } from '../config.ts'
import { roles } from '../domain/roles.ts'
import { makeToken } from '../store/person-command.ts'
import { openDatabase } from './running.ts'

const Arguments = z.union([
  z.tuple([z.string().trim().min(1).max(100), z.enum(roles)]),
  z.tuple([
    z.string().trim().min(1).max(100),
    z.enum(roles),
    z.string().regex(/^([\w-]{1,64}|\*)$/),
  ]),
])

// `npm run token -- <name> <role> [account]`: a token for a program, printed once.
runMain(async () => {
  const { data } = Arguments.safeParse(process.argv.slice(2))
  if (data === undefined) {
    throw new StartupError(
      'Give a name, a role (viewer, operator or admin) and, for one account only, its id: npm run token -- reports viewer',
    )
  }
  const [name, role, accountId] = data
  const { db } = await openDatabase()
  const given = { name, role, ...(accountId === undefined ? {} : { accountId }) }
  console.log(await makeToken(db, given))
  await db.destroy()
})
