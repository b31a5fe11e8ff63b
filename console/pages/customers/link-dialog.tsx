import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useAccountId } from '../../account.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { FormError } from '../../components/form-error.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useAction } from '../../components/use-action.ts'
import { type Kind, linkThing, rilletThingsQuery, type Thing } from '../../queries/things.ts'

type Props = {
  kind: Kind
  thing: Thing
  open: boolean
  onClose: () => void
  onLinked: () => Promise<void>
}

/** Searches Rillet by name, and links what a person chooses. */
export const LinkDialog = (props: Props) => (
  <Dialog
    open={props.open}
    onClose={props.onClose}
    title={`Link ${props.thing.name} to Rillet`}
    about="Search Rillet by name and choose. Invoices that wait for it go on by themselves."
    wide
  >
    {props.open && <Search {...props} />}
  </Dialog>
)

const pauseMs = 250

function Search({ kind, thing, onClose, onLinked }: Props) {
  const accountId = useAccountId()
  const [text, setText] = useState(thing.name)
  const [search, setSearch] = useState(thing.name)
  useEffect(() => {
    const timer = setTimeout(() => setSearch(text.trim()), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  const found = useQuery(rilletThingsQuery(accountId, kind, search))
  const { busy, error, run } = useAction()
  const link = async (rilletId: string) => {
    if (!(await run(() => linkThing(accountId, kind, thing.id, rilletId)))) return
    await onLinked()
    onClose()
  }
  return (
    <div className="form">
      <TextField
        label="Name in Rillet"
        type="search"
        value={text}
        maxLength={200}
        onChange={({ target }) => setText(target.value)}
      />
      <FormError error={error} />
      <Loaded query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <p>Rillet has none by this name: shorten it, or create a new one instead.</p>
          ) : (
            <ul className="link-choices" aria-label="Found in Rillet">
              {items.map(({ id, name }) => (
                <li key={id}>
                  <span>{name}</span>
                  <Button busy={busy} onClick={() => void link(id)} aria-label={`Choose ${name}`}>
                    Choose
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  )
}
