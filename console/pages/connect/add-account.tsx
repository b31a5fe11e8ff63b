import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { AccountView } from '../../../api/schemas/connection.ts'
import { ask, at } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { TextField } from '../../components/field.tsx'
import { accountsQuery } from '../../queries/accounts.ts'
import { administersAll, sessionQuery } from '../../session.ts'

/** Adds a Sequence account and opens its Connect page. */
export function AddAccount({ label }: { label: string }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data } = useQuery(sessionQuery)
  const [isOpen, setOpen] = useState(false)
  const [id, setId] = useState('')
  const accountId = id.trim()
  const add = async () => {
    await ask({ method: 'PUT', path: at`/v1/accounts/${accountId}`, answer: AccountView })
    await client.invalidateQueries({ queryKey: accountsQuery.queryKey })
    await navigate({ to: '/accounts/$accountId/connect', params: { accountId } })
  }
  const whyNot = administersAll(data)
    ? null
    : 'This needs the role admin in all accounts: an admin gives it under People.'
  return (
    <>
      <Button icon="plus" unavailable={whyNot} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Confirm
        open={isOpen}
        onClose={() => setOpen(false)}
        title="Add a Sequence account"
        about="Nothing is read or sent yet: its Connect page comes next."
        action="Add the account"
        reason="none"
        incomplete={accountId === '' ? 'Give the account’s id first.' : null}
        onConfirm={add}
      >
        <TextField
          label="Sequence account id"
          value={id}
          autoComplete="off"
          maxLength={64}
          hint="In Sequence under Settings → Account, or in the address there when you are signed in."
          onChange={({ target }) => setId(target.value)}
        />
      </Confirm>
    </>
  )
}
