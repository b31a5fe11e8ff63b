import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { Invited, MadeToken } from '../../../api/schemas/people.ts'
import { useAccountId } from '../../account.ts'
import { ask } from '../../api.ts'
import { Checkbox } from '../../components/checkbox.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { peopleQuery, tokensQuery } from '../../queries/people.ts'
import { administersAll, type Role, sessionQuery } from '../../session.ts'
import { RoleField } from './role-field.tsx'
import { ShownOnce } from './shown-once.tsx'

type Kind = 'person' | 'token'

const texts = {
  person: {
    title: 'Invite somebody',
    about: 'They get a link that signs them in once, within three days: pass it on safely.',
    action: 'Invite',
  },
  token: {
    title: 'New token',
    about: 'For a program that calls the API. It never may do more than you, and ends with you.',
    action: 'Make the token',
  },
} as const

/** Invites a person, or makes a token; shows the secret once. */
export function NewAccess({ kind, onClose }: { kind: Kind | null; onClose: () => void }) {
  return kind === null ? null : <Form key={kind} kind={kind} onClose={onClose} />
}

function Form({ kind, onClose }: { kind: Kind; onClose: () => void }) {
  const accountId = useAccountId()
  const client = useQueryClient()
  const { data } = useQuery(sessionQuery)
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [everywhere, setEverywhere] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  // The dialog closes itself when it is done: what was made must be shown first.
  const isMade = useRef(false)
  const id = useId()

  async function confirmed(reason: string | undefined) {
    isMade.current = false
    const body = { name, roles: [{ accountId: everywhere ? '*' : accountId, role }], reason }
    if (kind === 'person') {
      const made = await ask({ method: 'POST', path: '/v1/people', body, answer: Invited })
      isMade.current = true
      setSecret(made.link.url)
      await client.invalidateQueries({ queryKey: peopleQuery.queryKey })
    } else {
      const made = await ask({ method: 'POST', path: '/v1/tokens', body, answer: MadeToken })
      isMade.current = true
      setSecret(made.token)
      await client.invalidateQueries({ queryKey: tokensQuery.queryKey })
    }
  }

  if (secret !== null) {
    const title = kind === 'person' ? `Link for ${name}` : `Token of ${name}`
    return <ShownOnce title={title} secret={secret} onClose={onClose} />
  }
  return (
    <Confirm
      open
      onClose={() => (isMade.current ? undefined : onClose())}
      title={texts[kind].title}
      about={texts[kind].about}
      action={texts[kind].action}
      reason="optional"
      onConfirm={confirmed}
    >
      <div className="field">
        <label htmlFor={id}>Name</label>
        <input
          id={id}
          value={name}
          maxLength={100}
          required
          autoComplete="off"
          onChange={({ target }) => setName(target.value)}
        />
      </div>
      <RoleField
        value={role}
        onChange={(chosen) => setRole(chosen === 'none' ? 'viewer' : chosen)}
      />
      {administersAll(data) && (
        <div className="choice">
          <Checkbox label="In all accounts" checked={everywhere} onChange={setEverywhere} />
          <span aria-hidden="true">In all accounts</span>
        </div>
      )}
    </Confirm>
  )
}
