import { useAddress } from '../address.ts'
import { Go } from './go.tsx'
import { Icon } from './icon.tsx'

/** Leads through a list by its cursors; where one was before stays in the address. */
export function Pager({ nextCursor, count }: { nextCursor: string | null; count: number }) {
  const address = useAddress()
  const cursor = address.value('cursor')
  const trail = (address.value('trail') ?? '').split('~')
  const before = trail.at(-1)
  if (cursor === undefined && nextCursor === null) return null

  const back = { cursor: before || undefined, trail: trail.slice(0, -1).join('~') || undefined }
  const on = {
    cursor: nextCursor ?? undefined,
    trail: cursor === undefined ? undefined : [...trail, cursor].filter(Boolean).join('~'),
  }
  return (
    <nav className="pager" aria-label="Pages of the list">
      <span className="pager-count">{count} on this page</span>
      {cursor !== undefined && (
        <>
          <Go className="button button-plain" href={address.to({})}>
            First page
          </Go>
          <Go className="button button-plain" href={address.to(back)}>
            <Icon name="left" />
            Previous
          </Go>
        </>
      )}
      {nextCursor !== null && (
        <Go className="button button-plain" href={address.to(on)}>
          Next
          <Icon name="right" />
        </Go>
      )}
    </nav>
  )
}
