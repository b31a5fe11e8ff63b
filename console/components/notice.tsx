import type { ReactNode } from 'react'
import type { Tone } from '../words/looks.ts'
import { Icon, type IconName } from './icon.tsx'

type Props = { tone: Tone; icon: IconName; title: string; children?: ReactNode }

/** How something stands, in words. */
export const Notice = ({ tone, icon, title, children }: Props) => (
  <section className={`notice tone-${tone}`} aria-label={title}>
    <Icon name={icon} />
    <div>
      <h3>{title}</h3>
      {children}
    </div>
  </section>
)
