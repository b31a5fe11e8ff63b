import { useState } from 'react'
import { RilletView } from '../../../api/schemas/connection.ts'
import { useAccountId } from '../../account.ts'
import { ask, at } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { FormError } from '../../components/form-error.tsx'
import { toast } from '../../components/toasts.tsx'
import { useAction } from '../../components/use-action.ts'
import type { RilletConnection } from '../../queries/connection.ts'
import { useMay } from '../../session.ts'

/** The key is tried before it is stored, and never shown again. */
export function RilletKey({ connection }: { connection: RilletConnection }) {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const [apiKey, setKey] = useState('')
  const { busy, error, run } = useAction()
  const save = async () => {
    const done = await run(() =>
      ask({
        method: 'PUT',
        path: at`/v1/accounts/${accountId}/connection/rillet`,
        body: { apiKey: apiKey.trim() },
        answer: RilletView,
      }),
    )
    if (!done) return
    setKey('')
    toast.done('Rillet is connected', 'What waited for the key goes on by itself.')
  }
  const { keyLast4, organization } = connection
  return (
    <section className="card setup" aria-label="Rillet key">
      <h2>1. Paste the Rillet key</h2>
      <p>Make a key with write access in Rillet under Organization Settings → API Access.</p>
      {keyLast4 !== null && (
        <p>
          Stored: a key that ends in <code>{keyLast4}</code>
          {organization?.name && ` of ${organization.name}`}. A new one replaces it at once.
        </p>
      )}
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          label="API key"
          type="password"
          autoComplete="off"
          value={apiKey}
          onChange={({ target }) => setKey(target.value)}
          hint="It is tried first, stored encrypted, and never shown again."
        />
        <FormError error={error} />
        <div className="form-buttons">
          <Button
            type="submit"
            kind="primary"
            busy={busy}
            unavailable={whyNot('admin') ?? (apiKey.trim() === '' ? 'Paste a key first.' : null)}
          >
            {keyLast4 === null ? 'Connect' : 'Replace the key'}
          </Button>
        </div>
      </form>
    </section>
  )
}
