import { useQuery } from '@tanstack/react-query'
import { useAccountId } from '../../account.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { rilletConnectionQuery, sequenceConnectionQuery } from '../../queries/connection.ts'
import { BooksForm } from '../settings/books-form.tsx'
import { TaxForm } from '../settings/tax-form.tsx'
import { AddAccount } from './add-account.tsx'
import { Disconnect } from './disconnect.tsx'
import { Doctor } from './doctor.tsx'
import { RilletKey } from './rillet-key.tsx'
import { RilletWebhook } from './rillet-webhook.tsx'
import { SequenceCredentials } from './sequence-credentials.tsx'
import '../../styles/connect.css'

/** Takes an account from nothing to a sync that runs; can be opened again at any time. */
export function ConnectPage() {
  const accountId = useAccountId()
  const rillet = useQuery(rilletConnectionQuery(accountId))
  const sequence = useQuery(sequenceConnectionQuery(accountId))
  return (
    <Page
      title="Connect"
      about="Both systems, step by step. The doctor at the end says what is left."
      actions={<AddAccount label="Add another account" />}
    >
      <Loaded query={rillet}>
        {(connection) => (
          <>
            <RilletKey connection={connection} />
            <RilletWebhook connection={connection} />
            <section className="card setup" aria-label="Reference type">
              <h2>3. Add the reference type in Rillet</h2>
              <p>
                In Rillet open Settings → External References and add the type{' '}
                <code>sequencehq</code>. It links Rillet’s invoices back to Sequence; without it
                Rillet takes none.
              </p>
            </section>
          </>
        )}
      </Loaded>
      <Loaded query={sequence}>
        {(connection) => <SequenceCredentials connection={connection} />}
      </Loaded>
      <BooksForm title="5. Choose how invoices are booked" />
      <TaxForm title="6. Fill the tax table" />
      <Doctor />
      <Disconnect />
    </Page>
  )
}
