import { SequenceView } from '../../../api/schemas/connection.ts'
import { useAccountId } from '../../account.ts'
import { at } from '../../api.ts'
import type { SequenceConnection } from '../../queries/connection.ts'
import { SecretForm } from './secret-form.tsx'

const fields = [
  { name: 'clientId', label: 'Client id', isSecret: false },
  {
    name: 'clientSecret',
    label: 'Client secret',
    hint: 'Tried first, stored encrypted, and never shown again.',
  },
] as const

/** Client id and secret; our notification policy in Sequence is made by itself. */
export function SequenceCredentials({ connection }: { connection: SequenceConnection }) {
  const accountId = useAccountId()
  const { company, clientId, policy } = connection
  return (
    <section className="card setup" aria-label="Sequence credentials">
      <h2>4. Paste the Sequence credentials</h2>
      <p>Make them in Sequence under Settings → API keys.</p>
      {clientId !== null && (
        <p>
          Stored: <code className="wrap">{clientId}</code>
          {company !== null && ` (${company})`}. New ones replace it at once.
        </p>
      )}
      {policy.problem !== null && <p role="alert">{policy.problem}</p>}
      <SecretForm
        fields={fields}
        path={at`/v1/accounts/${accountId}/connection/sequence`}
        answer={SequenceView}
        action={clientId === null ? 'Connect Sequence' : 'Replace the credentials'}
        done={{
          title: 'Sequence is connected',
          detail: 'Our notification policy there is made by itself.',
        }}
      />
    </section>
  )
}
