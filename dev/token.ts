import { z } from 'zod'
import { cannotReach, readSetupConfig, runMain, StartupError } from '../config.ts'
import { connect } from '../store/connect.ts'
import { createOperator } from '../store/operator.ts'

const Arguments = z.tuple([
  z.string().trim().min(1).max(100),
  z.enum(['viewer', 'operator', 'admin']),
])

runMain(async () => {
  const { data } = Arguments.safeParse(process.argv.slice(2))
  if (data === undefined) {
    throw new StartupError(
      'Give a name and a role (viewer, operator or admin): npm run token -- anna operator',
    )
  }
  const [name, role] = data
  const { DATABASE_URL } = readSetupConfig()
  const db = connect({ url: DATABASE_URL, maxConnections: 1 })
  const token = await createOperator(db, { name, role }).catch((error: unknown) => {
    throw cannotReach('DATABASE_URL', DATABASE_URL, error)
  })
  console.log(token)
  await db.destroy()
})
