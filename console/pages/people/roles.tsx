import type { z } from 'zod'
import type { GrantView } from '../../../api/schemas/session.ts'
import { useAccountId } from '../../account.ts'
import { None } from '../../components/time.tsx'

/** What somebody may do: here, everywhere, and in how many other accounts. */
export function Roles({ roles }: { roles: z.infer<typeof GrantView>[] }) {
  const open = useAccountId()
  const here = roles.find(({ accountId }) => accountId === open)
  const everywhere = roles.find(({ accountId }) => accountId === '*')
  const others = roles.filter(({ accountId }) => accountId !== open && accountId !== '*').length
  const parts = [
    everywhere && `${everywhere.role} in all accounts`,
    here && `${here.role} here`,
    others > 0 && `in ${others} other ${others === 1 ? 'account' : 'accounts'}`,
  ].filter((part) => typeof part === 'string')
  return parts.length === 0 ? <None /> : <>{parts.join(', ')}</>
}
