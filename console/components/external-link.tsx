import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** Leads out of the console, in a window of its own. */
export const ExternalLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <a className="external" href={href} target="_blank" rel="noreferrer">
    {children}
    <Icon name="external" />
    <span className="visually-hidden"> (opens in a new window)</span>
  </a>
)
