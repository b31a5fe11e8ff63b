import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import { useAccountId } from '../account.ts'
import { type Kind, rilletThingsQuery, useCreateInRillet, useLink } from '../queries/links.ts'
import { useMay } from '../session.ts'
import { creationAsked } from '../words/asked.ts'
import { Button } from './button.tsx'
import { Choices } from './choices.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { FormError } from './form-error.tsx'
import { Icon } from './icon.tsx'
import { Loaded } from './loaded.tsx'
import { Skeleton } from './states.tsx'
import { toast } from './toasts.tsx'

type Props = {
  open: boolean
  onClose: () => void
  kind: Kind
  /** Of Sequence; with what it is in Rillet until now. */
  thing: { id: string; name: string; rilletId?: string; currency?: string | null }
}

/** Finds a customer or product in Rillet and links Sequence's to it, or has it created there. */
export const LinkDialog = (props: Props) => (
  <Dialog
    open={props.open}
    onClose={props.onClose}
    title={`Link ${props.thing.name}`}
    about={`Choose the ${props.kind} in Rillet. Invoices that wait for it go on by themselves.`}
  >
    {props.open && <Form {...props} />}
  </Dialog>
)

function Form({ onClose, kind, thing }: Props) {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const [search, setSearch] = useState(kind === 'customer' ? thing.name : '')
  const [chosen, setChosen] = useState<string | null>(thing.rilletId ?? null)
  const [currency, setCurrency] = useState(thing.currency ?? '')
  const found = useQuery(rilletThingsQuery(accountId, kind, useDeferredValue(search.trim())))
  const link = useLink(accountId, kind, thing.id)
  const create = useCreateInRillet(accountId, kind, thing.id)
  const error = link.error ?? create.error
  const id = useId()
  const ended = (title: string) => {
    toast.done(title, 'Invoices that waited for it go on.')
    onClose()
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen === null || whyNot('operator') !== null) return
        link.mutate(
          { rilletId: chosen, currency: currency || undefined },
          { onSuccess: () => ended(`${thing.name} is linked`) },
        )
      }}
    >
      <div className="search search-wide">
        <Icon name="search" />
        <label className="visually-hidden" htmlFor={id}>
          Name in Rillet
        </label>
        <input
          id={id}
          type="search"
          value={search}
          maxLength={200}
          placeholder="Name in Rillet"
          onChange={({ target }) => setSearch(target.value)}
        />
      </div>
      <Loaded query={found} loading={<Skeleton lines={4} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="hint" role="status">
              Rillet has no {kind} with “{search.trim()}” in its name.
            </p>
          ) : (
            <Choices
              legend={`${kind === 'customer' ? 'Customers' : 'Products'} in Rillet`}
              options={items.map(({ id: value, name }) => ({ value, label: name, detail: value }))}
              chosen={chosen}
              onChoose={setChosen}
            />
          )
        }
      </Loaded>
      {kind === 'customer' && (
        <TextField
          label="Currency of its invoices in Rillet (optional)"
          value={currency}
          maxLength={3}
          autoComplete="off"
          placeholder="USD"
          hint="Rillet keeps a customer in one currency and does not say which. Left empty, it is learnt from invoices there that this sync did not make."
          onChange={({ target }) => setCurrency(target.value.trim().toUpperCase())}
        />
      )}
      <FormError error={error} />
      <div className="form-buttons">
        {thing.rilletId === undefined && (
          <Button
            icon="plus"
            busy={create.isPending}
            unavailable={whyNot('operator')}
            onClick={() =>
              create.mutate(undefined, {
                onSuccess: (made) => {
                  if (!('status' in made)) return ended(`${thing.name} is created in Rillet`)
                  toast.asked(...creationAsked(kind, thing.name))
                  onClose()
                },
              })
            }
          >
            Create in Rillet
          </Button>
        )}
        <Button
          type="submit"
          kind="primary"
          icon="link"
          busy={link.isPending}
          unavailable={whyNot('operator') ?? (chosen === null ? `Choose the ${kind} first.` : null)}
        >
          Link
        </Button>
      </div>
    </form>
  )
}
