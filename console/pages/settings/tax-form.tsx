import { useQuery } from '@tanstack/react-query'
import { useAccountId } from '../../account.ts'
import { Button } from '../../components/button.tsx'
import { type Settings, settingsQuery } from '../../queries/settings.ts'
import { SettingsSection } from './settings-section.tsx'
import { TaxCodes } from './tax-codes.tsx'

type Row = Settings['taxTable'][number]
const columns = [
  { key: 'taxed', title: 'Taxed' },
  { key: 'exempt', title: 'Exempt' },
  { key: 'reverseCharged', title: 'Reverse charged' },
] as const

const emptyRow = { taxed: null, exempt: null, reverseCharged: null }

/** Rillet’s tax codes by tax category and by the customer’s tax status, and what each code is. */
export function TaxForm({ title }: { title: string }) {
  useQuery(settingsQuery(useAccountId()))
  return (
    <SettingsSection title={title}>
      {({ value: { taxTable, taxCodes }, set }) => {
        const change = (index: number, cells: Partial<Row>) =>
          set({ taxTable: taxTable.map((row, at) => (at === index ? { ...row, ...cells } : row)) })
        return (
          <>
            <p>
              Rillet’s tax code for each tax category of Sequence and each tax status of a customer.
              The row without a category is for all others.
            </p>
            <div className="tax-table">
              {taxTable.map((row, index) => (
                <fieldset key={index} className="tax-row">
                  <legend>{row.category === null ? 'All others' : 'One category'}</legend>
                  {row.category !== null && (
                    <label className="field tax-category">
                      Tax category (its id in Sequence)
                      <input
                        value={row.category}
                        onChange={({ target }) => change(index, { category: target.value })}
                      />
                    </label>
                  )}
                  {columns.map(({ key, title: name }) => (
                    <label key={key} className="field">
                      {name}
                      <input
                        value={row[key] ?? ''}
                        onChange={({ target }) => change(index, { [key]: target.value || null })}
                      />
                    </label>
                  ))}
                  <Button
                    kind="quiet"
                    icon="trash"
                    onClick={() => set({ taxTable: taxTable.filter((_, at) => at !== index) })}
                  >
                    Remove
                  </Button>
                </fieldset>
              ))}
            </div>
            <div className="row">
              <Button
                icon="plus"
                onClick={() => set({ taxTable: [...taxTable, { category: '', ...emptyRow }] })}
              >
                Add a category
              </Button>
              {!taxTable.some(({ category }) => category === null) && (
                <Button
                  icon="plus"
                  onClick={() => set({ taxTable: [...taxTable, { category: null, ...emptyRow }] })}
                >
                  Add the row for all others
                </Button>
              )}
            </div>
            <TaxCodes
              taxTable={taxTable}
              taxCodes={taxCodes}
              onChange={(codes) => set({ taxCodes: codes })}
            />
          </>
        )
      }}
    </SettingsSection>
  )
}
