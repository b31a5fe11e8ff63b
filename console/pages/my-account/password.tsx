import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { ask, Nothing } from '../../api.ts'
import { Confirm } from '../../components/confirm.tsx'
import { sessionQuery } from '../../session.ts'

type Props = { open: boolean; hasPassword: boolean; onClose: () => void }

/** Sets one's own password; all other sessions end. */
export function Password({ open, hasPassword, onClose }: Props) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const client = useQueryClient()
  const close = () => {
    setCurrent('')
    setPassword('')
    onClose()
  }
  return (
    <Confirm
      open={open}
      onClose={close}
      title={hasPassword ? 'Change the password' : 'Set a password'}
      about="At least twelve characters. All your other sessions end."
      action="Save"
      reason="none"
      onConfirm={async () => {
        const body = { ...(hasPassword && { current }), password }
        await ask({ method: 'PUT', path: '/v1/me/password', body, answer: Nothing })
        await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
        await client.invalidateQueries({ queryKey: ['sessions'] })
      }}
    >
      {hasPassword && (
        <Field label="Present password" kind="current" value={current} onChange={setCurrent} />
      )}
      <Field label="New password" kind="new" value={password} onChange={setPassword} />
    </Confirm>
  )
}

type FieldProps = {
  label: string
  kind: 'current' | 'new'
  value: string
  onChange: (text: string) => void
}

function Field({ label, kind, value, onChange }: FieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="password"
        autoComplete={`${kind}-password`}
        required
        minLength={kind === 'new' ? 12 : 1}
        maxLength={200}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  )
}
