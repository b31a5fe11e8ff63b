import type { ReactNode } from 'react'
import { useAddress } from '../address.ts'
import { Go } from './go.tsx'
import type { IconName } from './icon.tsx'
import { EmptyState } from './states.tsx'

type Props = {
  icon: IconName
  /** What stands there when nothing is there at all. */
  title: string
  /** What brings it. */
  children: ReactNode
  /** What the list holds, for when the filters leave none: “invoice”. */
  one: string
}

/** An empty list: nothing came yet, or the filters leave nothing. */
export function NoneYet({ icon, title, children, one }: Props) {
  const { isFiltered, path } = useAddress()
  return isFiltered ? (
    <EmptyState icon="search" title={`No ${one} is like that`}>
      <p>
        <Go href={path}>Clear the filters</Go> to see all of them.
      </p>
    </EmptyState>
  ) : (
    <EmptyState icon={icon} title={title}>
      {children}
    </EmptyState>
  )
}
