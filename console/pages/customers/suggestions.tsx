import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAccountId } from '../../account.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FormError } from '../../components/form-error.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useAction } from '../../components/use-action.ts'
import { plural } from '../../format.ts'
import { type Kind, linkMany, type SuggestedLink, suggestionsQuery } from '../../queries/things.ts'
import { useMay } from '../../session.ts'

type Props = { kind: Kind; open: boolean; onClose: () => void }

/** What could be linked; only what a person chooses is. */
export const Suggestions = (props: Props) => (
  <Dialog
    open={props.open}
    onClose={props.onClose}
    title="Suggested links"
    about="Exactly the same name or e-mail in both systems. Nothing is linked until you choose it."
    wide
  >
    {props.open && <Choose {...props} />}
  </Dialog>
)

function Choose({ kind }: Props) {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const [cursor, setCursor] = useState<string | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [said, setSaid] = useState<ReadonlyMap<string, string>>(new Map())
  const found = useQuery(suggestionsQuery(accountId, kind, { cursor }))
  const { busy, error, run } = useAction()

  const link = async (items: SuggestedLink[]) => {
    const links = items.flatMap(({ id, candidates }) => {
      const [first] = candidates
      return chosen.has(id) && first !== undefined ? [{ id, rilletId: first.rilletId }] : []
    })
    await run(async () => {
      const { items: results } = await linkMany(accountId, kind, links)
      setSaid(new Map(results.map(({ id, problem }) => [id, problem ?? 'Linked.'])))
      setChosen(new Set())
      await found.refetch()
    })
  }
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    setChosen(next)
  }
  return (
    <Loaded query={found}>
      {({ items, nextCursor }) => (
        <div className="form">
          {items.length === 0 && <p>Nothing on this part of the list is the same in both.</p>}
          <ul className="link-choices" aria-label="Suggestions">
            {items.map((one) => (
              <li key={one.id}>
                {one.ambiguous ? (
                  <span className="checkbox" aria-hidden="true" />
                ) : (
                  <Checkbox
                    label={`Link ${one.name}`}
                    checked={chosen.has(one.id)}
                    onChange={(on) => toggle(one.id, on)}
                  />
                )}
                <span>
                  <strong>{one.name}</strong> →{' '}
                  {one.candidates.map(({ name }) => name).join(' or ')}
                  <span className="hint">
                    {one.ambiguous
                      ? ' Not clear: choose it by hand in the list.'
                      : ` Same ${one.candidates[0]?.by.join(' and ') ?? ''}.`}
                  </span>
                </span>
              </li>
            ))}
          </ul>
          {[...said].map(([id, words]) => (
            <p key={id} role="status">
              {words}
            </p>
          ))}
          <FormError error={error} />
          <div className="form-buttons">
            {nextCursor !== null && (
              <Button onClick={() => setCursor(nextCursor)}>Look at the next 25</Button>
            )}
            <Button
              kind="primary"
              busy={busy}
              unavailable={whyNot('operator') ?? (chosen.size === 0 ? 'Choose some first.' : null)}
              onClick={() => void link(items)}
            >
              Link {plural(chosen.size, 'chosen one')}
            </Button>
          </div>
        </div>
      )}
    </Loaded>
  )
}
