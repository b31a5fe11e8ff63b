import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Section } from '../../components/section.tsx'
import { EmptyState } from '../../components/states.tsx'
import { peopleQuery, tokensQuery } from '../../queries/people.ts'
import { useMay } from '../../session.ts'
import { NewAccess } from './new-access.tsx'
import { PeopleTable } from './people-table.tsx'
import { TokenTable } from './token-table.tsx'
import '../../styles/people.css'

/** Who may sign in, which programs have tokens, and what each may do. */
export function PeoplePage() {
  const { may, whyNot } = useMay()
  const [adding, setAdding] = useState<'person' | 'token' | null>(null)
  const isAdmin = may('admin')
  const people = useQuery({ ...peopleQuery, enabled: isAdmin })
  const tokens = useQuery({ ...tokensQuery, enabled: isAdmin })
  const reason = whyNot('admin')
  return (
    <Page
      title="People"
      about="Who may sign in, which programs have tokens, and what each may do."
      actions={
        <>
          <Button icon="plus" unavailable={reason} onClick={() => setAdding('token')}>
            New token
          </Button>
          <Button
            kind="primary"
            icon="plus"
            unavailable={reason}
            onClick={() => setAdding('person')}
          >
            Invite
          </Button>
        </>
      }
    >
      {isAdmin ? (
        <>
          <Section title="People">
            <Loaded query={people}>
              {({ items }) =>
                items.length === 0 ? (
                  <EmptyState icon="people" title="Nobody is here yet">
                    <p>Invite somebody: they get a link that signs them in once.</p>
                  </EmptyState>
                ) : (
                  <PeopleTable people={items} />
                )
              }
            </Loaded>
          </Section>
          <Section title="Tokens">
            <Loaded query={tokens}>
              {({ items }) =>
                items.length === 0 ? (
                  <EmptyState icon="plug" title="No program has a token">
                    <p>Make one for a program that calls the API.</p>
                  </EmptyState>
                ) : (
                  <TokenTable tokens={items} />
                )
              }
            </Loaded>
          </Section>
        </>
      ) : (
        <EmptyState icon="people" title="Only an admin sees who is here">
          <p>{reason}</p>
        </EmptyState>
      )}
      <NewAccess kind={adding} onClose={() => setAdding(null)} />
    </Page>
  )
}
