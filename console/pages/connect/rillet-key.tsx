import { RilletView } from '../../../api/schemas/connection.ts'
import { useAccountId } from '../../account.ts'
import { at } from '../../api.ts'
import type { RilletConnection } from '../../queries/connection.ts'
import { SecretForm } from './secret-form.tsx'

/** The key is tried before it is stored, and never shown again. */
export function RilletKey({ connection }: { connection: RilletConnection }) {
  const accountId = useAccountId()
  const { keyLast4, organization } = connection
  return (
    <section className="card setup" aria-label="Rillet key">
      <h2>1. Paste the Rillet key</h2>
      <p>Make a key with write access in Rillet under Organization Settings → API Access.</p>
      {keyLast4 !== null && (
        <p>
          Stored: a key that ends in <code>{keyLast4}</code>
          {organization?.name && ` (${organization.name})`}. A new one replaces it at once.
        </p>
      )}
      <SecretForm
        fields={[
          {
            name: 'apiKey',
            label: 'API key',
            hint: 'It is tried first, stored encrypted, and never shown again.',
          },
        ]}
        path={at`/v1/accounts/${accountId}/connection/rillet`}
        answer={RilletView}
        action={keyLast4 === null ? 'Connect' : 'Replace the key'}
        done={{
          title: 'Rillet is connected',
          detail: 'What waited for the key goes on by itself.',
        }}
      />
    </section>
  )
}
