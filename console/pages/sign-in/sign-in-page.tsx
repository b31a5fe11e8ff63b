import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { WhoAmI } from '../../../api/schemas/session.ts'
import { ask } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/states.tsx'
import { sessionQuery } from '../../session.ts'

const route = getRouteApi('/sign-in')

/** Signs in with a one-time link, whose secret stands behind the # and thus is in no server's log. */
export function SignInPage() {
  const { from = '/' } = route.useSearch()
  const client = useQueryClient()
  const navigate = useNavigate()
  const link = location.hash.slice(1)
  const signIn = useMutation({
    mutationFn: () => ask({ method: 'POST', path: '/session', body: { link }, answer: WhoAmI }),
    onSuccess: async (who) => {
      client.clear()
      client.setQueryData(sessionQuery.queryKey, who)
      await navigate({ href: from, replace: true })
    },
  })
  return (
    <main className="lone">
      <div className="card sign-in">
        <h1>Sign in</h1>
        {link === '' ? (
          <p>Open the sign-in link that you were given. It works once.</p>
        ) : (
          <Button kind="primary" busy={signIn.isPending} onClick={() => signIn.mutate()}>
            Sign in with this link
          </Button>
        )}
        {signIn.error !== null && <ErrorState error={signIn.error} />}
      </div>
    </main>
  )
}
