import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useAccountId } from '../../account.ts'
import { Button } from '../../components/button.tsx'
import { FormError } from '../../components/form-error.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { toast } from '../../components/toasts.tsx'
import { Unsaved } from '../../components/unsaved.tsx'
import { useAction } from '../../components/use-action.ts'
import { type Settings, saveSettings, settingsQuery } from '../../queries/settings.ts'
import { useMay } from '../../session.ts'

export type Draft = {
  /** The settings with what was changed over them. */
  value: Settings
  set: (change: Partial<Settings>) => void
}

type Props = { title: string; children: (draft: Draft) => ReactNode }

/** A part of the settings: changed here, saved together. */
export function SettingsSection(props: Props) {
  const accountId = useAccountId()
  const settings = useQuery(settingsQuery(accountId))
  return (
    <section className="card setup" aria-label={props.title}>
      <h2>{props.title}</h2>
      <Loaded query={settings}>
        {(saved) => <Form key={accountId} saved={saved} {...props} />}
      </Loaded>
    </section>
  )
}

function Form({ saved, children }: Props & { saved: Settings }) {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const [change, setChange] = useState<Partial<Settings>>({})
  const { busy, error, run } = useAction()
  const value = { ...saved, ...change }
  const isChanged = JSON.stringify(value) !== JSON.stringify(saved)
  const save = async () => {
    if (!(await run(() => saveSettings(accountId, change)))) return
    setChange({})
    toast.done('Saved', 'What waited for it goes on by itself.')
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {children({
        value,
        set: (more) => setChange((before) => ({ ...before, ...more })),
      })}
      <Unsaved isUnsaved={isChanged} />
      <FormError error={error} />
      <div className="form-buttons">
        <Button
          type="submit"
          kind="primary"
          busy={busy}
          unavailable={whyNot('admin') ?? (isChanged ? null : 'Nothing was changed.')}
        >
          Save
        </Button>
      </div>
    </form>
  )
}
