import { z } from 'zod'
import { cannotReach, readSetupConfig, runMain, StartupError } from '../config.ts'
import { roles } from '../domain/roles.ts'
import { connect } from '../store/connect.ts'
import { makeToken } from '../store/person-command.ts'

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
  const { DATABASE_URL } = readSetupConfig()
  const db = connect({ url: DATABASE_URL, maxConnections: 1 })
  const given = { name, role, ...(accountId === undefined ? {} : { accountId }) }
  const token = await makeToken(db, given).catch((error: unknown) => {
    throw cannotReach('DATABASE_URL', DATABASE_URL, error)
  })
  console.log(token)
  await db.destroy()
})
