import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { WhoAmI } from '../../../api/schemas/session.ts'
import { ask } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/states.tsx'
import { sessionQuery } from '../../session.ts'
import { PasswordForm } from './password-form.tsx'

const route = getRouteApi('/sign-in')

/** What the way back from single sign-on says went wrong. */
const troubles = {
  oidc_failed:
    'Single sign-on did not work. Try again; if it fails again, whoever runs this server finds the reason in its log.',
  oidc_disabled: 'Your access was taken away here. An admin gives it back under People.',
  oidc_no_role:
    'You are known, but no role is given to you here. Ask an admin, or whoever keeps your groups.',
} as const

/** Signs in: with a one-time link (its secret stands behind the # and thus is in no server's log), name and password, or single sign-on. */
export function SignInPage() {
  const { from = '/', problem } = route.useSearch()
  const client = useQueryClient()
  const navigate = useNavigate()
  const who = useQuery(sessionQuery)
  const link = location.hash.slice(1)
  const signIn = useMutation({
    mutationFn: (body: { link: string } | { name: string; password: string }) =>
      ask({ method: 'POST', path: '/session', body, answer: WhoAmI }),
    onSuccess: async (who) => {
      client.clear()
      client.setQueryData(sessionQuery.queryKey, who)
      await navigate({ href: from, replace: true })
    },
  })
  const oidc = who.data?.signIn.oidc ?? null
  return (
    <main className="lone">
      <div className="card sign-in">
        <h1>Sign in</h1>
        {problem !== undefined && (
          <p className="form-error" role="alert">
            {troubles[problem]}
          </p>
        )}
        {link === '' ? (
          <>
            {oidc !== null && (
              <a className="button button-primary" href={oidc.url}>
                {oidc.label}
              </a>
            )}
            <p>Open the sign-in link that you were given; it works once. Or, with a password:</p>
            <PasswordForm busy={signIn.isPending} onSubmit={(given) => signIn.mutate(given)} />
          </>
        ) : (
          <Button kind="primary" busy={signIn.isPending} onClick={() => signIn.mutate({ link })}>
            Sign in with this link
          </Button>
        )}
        {who.error !== null && <ErrorState error={who.error} retry={() => void who.refetch()} />}
        {signIn.error !== null && <ErrorState error={signIn.error} />}
      </div>
    </main>
  )
}
