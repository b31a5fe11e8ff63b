import { useId, useState } from 'react'
import { Button } from '../../components/button.tsx'

type Given = { name: string; password: string }

/** Name and password, for those who set one under My account. */
export function PasswordForm({
  busy,
  onSubmit,
}: {
  busy: boolean
  onSubmit: (given: Given) => void
}) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const id = useId()
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) onSubmit({ name, password })
      }}
    >
      <div className="field">
        <label htmlFor={`${id}-name`}>Name</label>
        <input
          id={`${id}-name`}
          autoComplete="username"
          required
          maxLength={100}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-password`}>Password</label>
        <input
          id={`${id}-password`}
          type="password"
          autoComplete="current-password"
          required
          maxLength={200}
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
      </div>
      <Button type="submit" busy={busy}>
        Sign in with the password
      </Button>
    </form>
  )
}
