import { NumberField } from '../../components/field.tsx'
import type { Settings } from '../../queries/settings.ts'
import { SettingsSection } from './settings-section.tsx'

const sweeps = [
  {
    key: 'changesSweepMinutes',
    label: 'Rillet’s changes (minutes)',
    hint: 'Two calls each.',
  },
  {
    key: 'fullSweepMinutes',
    label: 'All of Rillet (minutes)',
    hint: 'A call for every hundred invoices; a deletion leaves no other trace.',
  },
  {
    key: 'sequenceSweepMinutes',
    label: 'Sequence (minutes)',
    hint: 'Its invoices and its linked customers.',
  },
] as const satisfies { key: keyof Settings; label: string; hint: string }[]

/** How often both systems are looked through for what no webhook told of. */
export const SweepsForm = () => (
  <SettingsSection title="Sweeps">
    {({ value, set }) => (
      <>
        <p>How often both systems are looked through for what no webhook told of.</p>
        <div className="form-grid">
          {sweeps.map(({ key, label, hint }) => (
            <NumberField
              key={key}
              label={label}
              hint={hint}
              min={1}
              max={10_080}
              value={value[key]}
              onChange={(minutes) => set({ [key]: minutes })}
            />
          ))}
        </div>
      </>
    )}
  </SettingsSection>
)
