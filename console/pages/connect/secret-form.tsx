import { useState } from 'react'
import type { z } from 'zod'
import { ask } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { FormError } from '../../components/form-error.tsx'
import { toast } from '../../components/toasts.tsx'
import { useAction } from '../../components/use-action.ts'
import { useMay } from '../../session.ts'

type SecretField = {
  name: string
  label: string
  hint?: string
  /** False: it may be read while it is typed. */
  isSecret?: boolean
}

type Props = {
  fields: readonly SecretField[]
  /** Where they are put, and how the answer looks. */
  path: string
  answer: z.ZodType
  action: string
  done: { title: string; detail: string }
}

/** Fields to paste into, never to read from: put to the API together, and emptied when it took them. */
export function SecretForm({ fields, path, answer, action, done }: Props) {
  const { whyNot } = useMay()
  const [typed, setTyped] = useState<Record<string, string>>({})
  const { busy, error, run } = useAction()
  const body = Object.fromEntries(fields.map(({ name }) => [name, (typed[name] ?? '').trim()]))
  const missing = fields.filter(({ name }) => body[name] === '').map(({ label }) => label)
  const why =
    whyNot('admin') ?? (missing.length === 0 ? null : `First paste: ${missing.join(', ')}.`)
  const save = async () => {
    if (why !== null || busy) return
    if (!(await run(() => ask({ method: 'PUT', path, body, answer })))) return
    setTyped({})
    toast.done(done.title, done.detail)
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {fields.map(({ name, label, hint, isSecret = true }) => (
        <TextField
          key={name}
          label={label}
          type={isSecret ? 'password' : 'text'}
          autoComplete="off"
          value={typed[name] ?? ''}
          hint={hint}
          onChange={({ target }) => setTyped((before) => ({ ...before, [name]: target.value }))}
        />
      ))}
      <FormError error={error} />
      <div className="form-buttons">
        <Button type="submit" kind="primary" busy={busy} unavailable={why}>
          {action}
        </Button>
      </div>
    </form>
  )
}
