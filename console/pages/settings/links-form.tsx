import { TextField } from '../../components/field.tsx'
import type { Settings } from '../../queries/settings.ts'
import { SettingsSection } from './settings-section.tsx'

const things = ['customer', 'product', 'invoice'] as const
const systems = [
  { key: 'rilletUrlTemplates', name: 'Rillet' },
  { key: 'sequenceUrlTemplates', name: 'Sequence' },
] as const satisfies { key: keyof Settings; name: string }[]

/** How the addresses of both systems’ pages are made. */
export const LinksForm = () => (
  <SettingsSection title="Links to both systems">
    {({ value, set }) => (
      <>
        <p>
          Addresses with <code>{'{id}'}</code> where the id goes; an empty one shows no link.
        </p>
        <div className="form-grid">
          {systems.flatMap(({ key, name }) =>
            things.map((thing) => (
              <TextField
                key={`${key}-${thing}`}
                label={`${name}: ${thing}`}
                value={value[key][thing] ?? ''}
                onChange={({ target }) =>
                  set({ [key]: { ...value[key], [thing]: target.value || null } })
                }
              />
            )),
          )}
          <TextField
            label="Address in Rillet’s references"
            hint="Where Rillet’s invoice leads back to; when empty, to our own page of it."
            value={value.invoiceUrlTemplate ?? ''}
            onChange={({ target }) => set({ invoiceUrlTemplate: target.value || null })}
          />
        </div>
      </>
    )}
  </SettingsSection>
)
