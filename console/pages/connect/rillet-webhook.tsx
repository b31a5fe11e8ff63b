import { RilletView } from '../../../api/schemas/connection.ts'
import { useAccountId } from '../../account.ts'
import { at } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toasts.tsx'
import type { RilletConnection } from '../../queries/connection.ts'
import { SecretForm } from './secret-form.tsx'

type Webhook = RilletConnection['webhook']

/** The address to copy into Rillet, and the token to paste back. */
export function RilletWebhook({ connection: { webhook } }: { connection: RilletConnection }) {
  const accountId = useAccountId()
  return (
    <section className="card setup" aria-label="Webhook">
      <h2>2. Make the webhook in Rillet</h2>
      <p>
        In Rillet open Organization Settings → Webhooks, make one with the events{' '}
        {webhook.events.join(', ')}, and this address:
      </p>
      <Address url={webhook.url} />
      <Stored webhook={webhook} />
      <SecretForm
        fields={[
          {
            name: 'secret',
            label: 'Webhook secret',
            hint: 'The signing token that Rillet shows at the webhook. It is stored encrypted and never shown again.',
          },
        ]}
        path={at`/v1/accounts/${accountId}/connection/rillet/webhook-secret`}
        answer={RilletView}
        action="Save"
        done={{
          title: 'The secret is stored',
          detail: 'Deliveries that it signs are taken from now on.',
        }}
      />
    </section>
  )
}

function Address({ url }: { url: string }) {
  const copy = async () => {
    await navigator.clipboard.writeText(url).then(
      () => toast.done('Copied', url),
      () => toast.failed('This browser does not let the page copy', url),
    )
  }
  return (
    <p className="copy-line">
      <code className="wrap">{url}</code>
      <Button icon="copy" onClick={() => void copy()}>
        Copy the address
      </Button>
    </p>
  )
}

const Stored = ({
  webhook: { secretSet, secretBeforeUntil, lastDeliveryAt },
}: {
  webhook: Webhook
}) => (
  <p className="hint">
    {secretSet
      ? 'A secret is stored; a new one replaces it. '
      : 'No secret is stored: nothing is taken. '}
    {secretBeforeUntil !== null && (
      <>
        The one before counts until <Time at={secretBeforeUntil} />.{' '}
      </>
    )}
    {lastDeliveryAt === null ? (
      'No delivery has come yet.'
    ) : (
      <>
        Last delivery: <Time at={lastDeliveryAt} />.
      </>
    )}
  </p>
)
