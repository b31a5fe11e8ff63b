import { type InvoiceState, type Look, stateLooks } from '../words/looks.ts'
import { Icon } from './icon.tsx'

export const StateBadge = ({ state }: { state: InvoiceState }) => <Badge {...stateLooks[state]} />

/** A word with a mark: never a colour alone. */
export const Badge = ({ label, icon, tone }: Look) => (
  <span className={`badge tone-${tone}`}>
    <Icon name={icon} />
    {label}
  </span>
)
