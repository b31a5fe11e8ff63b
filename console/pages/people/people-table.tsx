import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { LinkOut, PersonView } from '../../../api/schemas/people.ts'
import { useAccountId } from '../../account.ts'
import { ask, at } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Badge } from '../../components/state-badge.tsx'
import { Time } from '../../components/time.tsx'
import { type Person, peopleQuery } from '../../queries/people.ts'
import { RoleField, type RoleOrNone } from './role-field.tsx'
import { Roles } from './roles.tsx'
import { ShownOnce } from './shown-once.tsx'

type Asking = { what: 'role' | 'link' | 'disable' | 'enable'; person: Person }

/** People with what they may do, and what an admin can do about it. */
export function PeopleTable({ people }: { people: Person[] }) {
  const [asking, setAsking] = useState<Asking | null>(null)
  const columns: Column<Person>[] = [
    { title: 'Name', narrow: 'head', cell: ({ name }) => name },
    { title: 'Access', cell: (person) => <Access person={person} /> },
    { title: 'Roles', cell: ({ roles }) => <Roles roles={roles} /> },
    { title: 'Last here', cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
    { title: 'Open sessions', align: 'right', cell: ({ sessions }) => sessions },
    {
      title: 'Change',
      cell: (person) => <Changes person={person} onAsk={(what) => setAsking({ what, person })} />,
    },
  ]
  return (
    <>
      <DataTable label="People" rows={people} columns={columns} keyOf={({ id }) => id} />
      {asking !== null && <Ask {...asking} onClose={() => setAsking(null)} />}
    </>
  )
}

function Access({ person: { disabledAt, oidc, hasPassword } }: { person: Person }) {
  if (disabledAt !== null) return <Badge label="Disabled" icon="slash" tone="neutral" />
  const how = oidc ? 'Single sign-on' : hasPassword ? 'Password, link' : 'Link'
  return <Badge label={how} icon="check" tone="good" />
}

function Changes({ person, onAsk }: { person: Person; onAsk: (what: Asking['what']) => void }) {
  const foreign = person.mine
    ? null
    : 'This person has roles in accounts that you do not administer.'
  const isDisabled = person.disabledAt !== null
  const off = isDisabled ? 'This person is disabled.' : foreign
  return (
    <div className="row-buttons">
      <Button aria-label={`Role of ${person.name}`} onClick={() => onAsk('role')}>
        Role
      </Button>
      <Button
        aria-label={`New link for ${person.name} to sign in`}
        unavailable={off}
        onClick={() => onAsk('link')}
      >
        New link
      </Button>
      <Button
        aria-label={`${isDisabled ? 'Enable' : 'Disable'} ${person.name}`}
        unavailable={foreign}
        onClick={() => onAsk(isDisabled ? 'enable' : 'disable')}
      >
        {isDisabled ? 'Enable' : 'Disable'}
      </Button>
    </div>
  )
}

const texts = {
  role: { title: 'Role in this account', action: 'Save' },
  link: { title: 'New sign-in link', action: 'Make a link' },
  disable: { title: 'Disable', action: 'Disable' },
  enable: { title: 'Enable', action: 'Enable' },
} as const

const abouts = {
  role: 'What this person may do in the open account. A role for all accounts stays beside it.',
  link: 'It signs the person in once, within three days. Links made before are void.',
  disable: 'All sessions and links of this person end now, and the tokens that they made.',
  enable: 'The person can sign in again with a new link. Sessions and tokens stay ended.',
} as const

function Ask({ what, person, onClose }: Asking & { onClose: () => void }) {
  const accountId = useAccountId()
  const client = useQueryClient()
  const present = person.roles.find((grant) => grant.accountId === accountId)?.role ?? 'none'
  const [role, setRole] = useState<RoleOrNone>(present)
  const [url, setUrl] = useState<string | null>(null)
  // The dialog closes itself when it is done: a link that was made must be shown first.
  const isMade = useRef(false)
  const answer = PersonView

  async function confirmed(reason: string | undefined) {
    if (what === 'role') {
      const body = { accountId, role: role === 'none' ? null : role, reason }
      await ask({ method: 'PUT', path: at`/v1/people/${person.id}/role`, body, answer })
    } else if (what === 'link') {
      const path = at`/v1/people/${person.id}/link`
      const made = await ask({ method: 'POST', path, body: { reason }, answer: LinkOut })
      isMade.current = true
      setUrl(made.url)
    } else {
      const path = at`/v1/people/${person.id}/${what}`
      await ask({ method: 'POST', path, body: { reason }, answer })
    }
    await client.invalidateQueries({ queryKey: peopleQuery.queryKey })
  }

  if (url !== null) {
    return <ShownOnce title={`Link for ${person.name}`} secret={url} onClose={onClose} />
  }
  return (
    <Confirm
      open
      onClose={() => (isMade.current ? undefined : onClose())}
      title={`${texts[what].title}: ${person.name}`}
      about={abouts[what]}
      action={texts[what].action}
      danger={what === 'disable'}
      reason={what === 'disable' ? 'required' : 'optional'}
      onConfirm={confirmed}
    >
      {what === 'role' && <RoleField value={role} onChange={setRole} canBeNone />}
    </Confirm>
  )
}
