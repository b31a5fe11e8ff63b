import type { z } from 'zod'
import type { State } from '../../api/schemas/invoices.ts'
import { Icon, type IconName } from './icon.tsx'

export type InvoiceState = z.infer<typeof State>
export type Tone = 'neutral' | 'info' | 'good' | 'warning' | 'bad' | 'doubt'

type Look = { label: string; icon: IconName; tone: Tone }

/** How each state is called and marked, everywhere. */
export const stateLooks: Record<InvoiceState, Look> = {
  blocked: { label: 'Blocked', icon: 'stop', tone: 'warning' },
  drift: { label: 'Differs', icon: 'differs', tone: 'bad' },
  in_doubt: { label: 'Being looked up', icon: 'search', tone: 'doubt' },
  waiting: { label: 'Waiting', icon: 'clock', tone: 'info' },
  synced: { label: 'Synced', icon: 'check', tone: 'good' },
  partially_paid: { label: 'Partly paid', icon: 'half', tone: 'good' },
  paid: { label: 'Paid', icon: 'checks', tone: 'good' },
  removed: { label: 'Deleted in Rillet', icon: 'trash', tone: 'neutral' },
  voided: { label: 'Voided', icon: 'slash', tone: 'neutral' },
  excluded: { label: 'Excluded', icon: 'minus', tone: 'neutral' },
}

export const StateBadge = ({ state }: { state: InvoiceState }) => <Badge {...stateLooks[state]} />

/** A word with a mark: never a colour alone. */
export const Badge = ({ label, icon, tone }: Look) => (
  <span className={`badge tone-${tone}`}>
    <Icon name={icon} />
    {label}
  </span>
)
