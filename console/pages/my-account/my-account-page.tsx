import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, at, Nothing } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Section } from '../../components/section.tsx'
import { EmptyState } from '../../components/states.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Session, sessionsQuery } from '../../queries/people.ts'
import { sessionQuery } from '../../session.ts'
import { Password } from './password.tsx'

/** Where one is signed in, and one's password. */
export function MyAccountPage() {
  const { data } = useQuery(sessionQuery)
  const sessions = useQuery(sessionsQuery)
  const [isSetting, setSetting] = useState(false)
  const has = data?.session?.hasPassword === true
  return (
    <Page
      title="My account"
      about={`You are signed in as ${data?.session?.name ?? '…'}.`}
      actions={
        <Button onClick={() => setSetting(true)}>
          {has ? 'Change the password' : 'Set a password'}
        </Button>
      }
    >
      <Section title="Where you are signed in">
        <Loaded query={sessions}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon="customer" title="No session is open">
                <p>Sign in, and it appears here.</p>
              </EmptyState>
            ) : (
              <Sessions sessions={items} />
            )
          }
        </Loaded>
      </Section>
      <Password open={isSetting} hasPassword={has} onClose={() => setSetting(false)} />
    </Page>
  )
}

const ways = { link: 'Sign-in link', password: 'Password', oidc: 'Single sign-on' } as const

function Sessions({ sessions }: { sessions: Session[] }) {
  const client = useQueryClient()
  const end = async (id: string) => {
    try {
      await ask({ method: 'DELETE', path: at`/v1/me/sessions/${id}`, answer: Nothing })
    } catch (error) {
      toast.failed('Not ended', error instanceof Error ? error.message : undefined)
    }
    await client.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  }
  const columns: Column<Session>[] = [
    { title: 'Browser', narrow: 'head', cell: ({ userAgent }) => browserOf(userAgent) },
    { title: 'Address', cell: ({ ip }) => ip },
    { title: 'Signed in by', cell: ({ method }) => ways[method] },
    { title: 'Signed in', cell: ({ signedInAt }) => <Time at={signedInAt} /> },
    { title: 'Last seen', cell: ({ seenAt }) => <Time at={seenAt} /> },
    { title: 'Ends at the latest', cell: ({ endsAt }) => <Time at={endsAt} /> },
    {
      title: 'Change',
      cell: ({ id, current, userAgent }) =>
        current ? (
          'This one'
        ) : (
          <Button aria-label={`End ${browserOf(userAgent)}`} onClick={() => void end(id)}>
            End
          </Button>
        ),
    },
  ]
  return <DataTable label="Sessions" rows={sessions} columns={columns} keyOf={({ id }) => id} />
}

/** What people call the browser; its own words where none is known. */
function browserOf(userAgent: string): string {
  const [, name] = /(Edg|Firefox|Chrome|Safari)\/[\d.]+/.exec(userAgent) ?? []
  return (name === 'Edg' ? 'Edge' : name) ?? (userAgent.slice(0, 60) || 'Unknown')
}
