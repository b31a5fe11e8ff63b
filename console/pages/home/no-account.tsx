import { EmptyState } from '../../components/states.tsx'
import { AddAccount } from '../connect/add-account.tsx'

/** Nothing is connected, or nothing that this person may see. */
export const NoAccount = () => (
  <main className="lone">
    <EmptyState icon="plug" title="No account is connected here yet">
      <p>
        An admin of this installation adds the first one; an admin of an account can let you see it
        under People.
      </p>
      <AddAccount label="Add an account" />
    </EmptyState>
  </main>
)
