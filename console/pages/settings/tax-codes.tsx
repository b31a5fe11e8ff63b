import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import type { Settings } from '../../queries/settings.ts'
import { ChoiceField } from './choice-field.tsx'

type TaxCode = Settings['taxCodes'][number]

const kinds: Record<TaxCode['type'], string> = { VAT: 'VAT', SALES_TAX: 'Sales tax' }

type Props = Pick<Settings, 'taxTable' | 'taxCodes'> & { onChange: (codes: TaxCode[]) => void }

/** What Rillet is told of each code where tax stands on the lines. */
export function TaxCodes({ taxTable, taxCodes, onChange }: Props) {
  const change = (index: number, cells: Partial<TaxCode>) =>
    onChange(taxCodes.map((one, at) => (at === index ? { ...one, ...cells } : one)))
  const [next = ''] = undescribed({ taxTable, taxCodes })
  const add = (type: TaxCode['type']) =>
    onChange([...taxCodes, { code: next, country: '', type, description: '', percentage: null }])
  return (
    <>
      <h3>Tax codes</h3>
      <p>
        In the scope Full, and on credit memos, Rillet is told more of a code than its name:
        describe each one here. Without a percentage, each line’s own rate counts.
      </p>
      <div className="tax-table">
        {taxCodes.map(({ code, country, type, description, percentage }, index) => (
          <fieldset key={index} className="tax-row">
            <legend>{code === '' ? 'A new code' : `The code ${code}`}</legend>
            <TextField
              label="Code"
              value={code}
              onChange={({ target }) => change(index, { code: target.value })}
            />
            <TextField
              label="Country (two letters)"
              value={country}
              onChange={({ target }) => change(index, { country: target.value.toUpperCase() })}
            />
            <ChoiceField
              label="Kind"
              value={type}
              words={kinds}
              onChange={(kind) => change(index, { type: kind })}
            />
            <TextField
              label="Description"
              value={description}
              onChange={({ target }) => change(index, { description: target.value })}
            />
            <TextField
              label="Per cent, if fixed"
              inputMode="decimal"
              value={percentage ?? ''}
              onChange={({ target }) => change(index, { percentage: target.value.trim() || null })}
            />
            <Button
              kind="quiet"
              icon="trash"
              onClick={() => onChange(taxCodes.filter((_, at) => at !== index))}
            >
              Remove
            </Button>
          </fieldset>
        ))}
      </div>
      <div className="row">
        <Button icon="plus" onClick={() => add('VAT')}>
          Describe a VAT code
        </Button>
        <Button icon="plus" onClick={() => add('SALES_TAX')}>
          Describe a sales tax code
        </Button>
      </div>
    </>
  )
}

/** Codes of the table that still need a description. */
const undescribed = ({ taxTable, taxCodes }: Pick<Props, 'taxTable' | 'taxCodes'>): string[] =>
  taxTable
    .flatMap(({ taxed, reverseCharged }) => [taxed, reverseCharged])
    .filter((code) => code !== null)
    .filter((code) => !taxCodes.some((described) => described.code === code))
