import { Page } from '../../components/page.tsx'
import { EmptyState } from '../../components/states.tsx'

export const HealthPage = () => (
  <Page title="Sync health">
    <EmptyState title="Nothing is here yet">
      <p>The API has it: see its description in the menu below.</p>
    </EmptyState>
  </Page>
)
