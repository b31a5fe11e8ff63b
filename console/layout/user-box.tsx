import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ask, Nothing } from '../api.ts'
import { Button } from '../components/button.tsx'
import { toast } from '../components/toasts.tsx'
import { sessionQuery } from '../session.ts'
import { ThemeChoice } from './theme-choice.tsx'

/** Who is signed in; theme and sign-out. */
export function UserBox() {
  const { data } = useQuery(sessionQuery)
  const signOut = useSignOut()
  return (
    <div className="user">
      <ThemeChoice />
      <div className="user-line">
        <span className="user-name" title={data?.session?.name}>
          {data?.session?.name}
        </span>
        <Button kind="quiet" busy={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out
        </Button>
      </div>
    </div>
  )
}

function useSignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => ask({ method: 'DELETE', path: '/session', answer: Nothing }),
    onSuccess: async () => {
      client.clear()
      await navigate({ to: '/sign-in' })
    },
    onError: (error) => toast.failed('Not signed out', error.message),
  })
}
