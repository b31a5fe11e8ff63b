import { z } from 'zod'
import { runMain, StartupError } from '../config.ts'
import { everyAccount, roles } from '../domain/roles.ts'
import { makeSignInLink } from '../store/person-command.ts'
import { signInUrl } from '../store/sign-in-link.ts'
import { openDatabase } from './running.ts'

const minutes = 60

const Arguments = z.tuple([
  z.string().trim().min(1).max(100),
  z.enum(roles).optional(),
  z
    .string()
    .regex(/^([\w-]{1,64}|\*)$/)
    .default(everyAccount),
])

// `npm run sign-in -- <name> [role] [account]`: a link that signs that person in once, printed alone.
runMain(async () => {
  const { data } = Arguments.safeParse(process.argv.slice(2))
  if (data === undefined) {
    throw new StartupError(
      'Give a name and, for somebody new, a role (viewer, operator or admin) and perhaps an account: npm run sign-in -- anna admin',
    )
  }
  const [name, role, accountId] = data
  const { db, publicUrl } = await openDatabase()
  const grant = role === undefined ? null : { accountId, role }
  const made = await makeSignInLink(db, { name, grant, minutes })
  await db.destroy()
  switch (made.kind) {
    case 'made':
      console.log(signInUrl(publicUrl, made.token))
      return
    case 'unknown':
      throw new StartupError(
        `Nobody is called ${name} here: give a role to add them: npm run sign-in -- "${name}" operator`,
      )
    case 'disabled':
      throw new StartupError(`${name} is disabled: an admin enables them again under People.`)
  }
})
