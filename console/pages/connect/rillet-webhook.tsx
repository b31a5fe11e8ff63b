import { useState } from 'react'
import { RilletView } from '../../../api/schemas/connection.ts'
import { useAccountId } from '../../account.ts'
import { ask, at } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { FormError } from '../../components/form-error.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toasts.tsx'
import { useAction } from '../../components/use-action.ts'
import type { RilletConnection } from '../../queries/connection.ts'
import { useMay } from '../../session.ts'

/** The address to copy into Rillet, and the token to paste back. */
export function RilletWebhook({ connection: { webhook } }: { connection: RilletConnection }) {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const [secret, setSecret] = useState('')
  const { busy, error, run } = useAction()
  const save = async () => {
    const done = await run(() =>
      ask({
        method: 'PUT',
        path: at`/v1/accounts/${accountId}/connection/rillet/webhook-secret`,
        body: { secret: secret.trim() },
        answer: RilletView,
      }),
    )
    if (!done) return
    setSecret('')
    toast.done('The secret is stored', 'The one before counts for 24 hours more.')
  }
  const copy = async () => {
    await navigator.clipboard.writeText(webhook.url).then(
      () => toast.done('Copied', webhook.url),
      () => toast.failed('This browser does not let the page copy', webhook.url),
    )
  }
  return (
    <section className="card setup" aria-label="Webhook">
      <h2>2. Make the webhook in Rillet</h2>
      <p>
        In Rillet open Organization Settings → Webhooks, make one with the events{' '}
        {webhook.events.join(', ')}, and this address:
      </p>
      <p className="copy-line">
        <code className="wrap">{webhook.url}</code>
        <Button icon="copy" onClick={() => void copy()}>
          Copy the address
        </Button>
      </p>
      <p className="hint">
        Last delivery: <Time at={webhook.lastDeliveryAt} />
        {webhook.secretSet ? '. A secret is stored.' : '. No secret is stored: nothing is taken.'}
      </p>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          label="Webhook secret"
          type="password"
          autoComplete="off"
          value={secret}
          onChange={({ target }) => setSecret(target.value)}
          hint="The signing token that Rillet shows at the webhook. The one before counts for 24 hours more."
        />
        <FormError error={error} />
        <div className="form-buttons">
          <Button
            type="submit"
            kind="primary"
            busy={busy}
            unavailable={
              whyNot('admin') ?? (secret.trim() === '' ? 'Paste the secret first.' : null)
            }
          >
            Save
          </Button>
        </div>
      </form>
    </section>
  )
}
