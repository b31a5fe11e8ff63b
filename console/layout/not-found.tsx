import { EmptyState } from '../components/states.tsx'

export const NotFound = () => (
  <EmptyState icon="search" title="There is no such page">
    <p>
      The address may be cut or old. <a href="/">Go to the invoices</a>.
    </p>
  </EmptyState>
)
