import { type ComponentProps, type ReactNode, useId } from 'react'

type Common = { label: string; hint?: ReactNode }

/** A line of text to fill in. */
export function TextField({ label, hint, ...input }: Common & ComponentProps<'input'>) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} aria-describedby={hint ? `${id}-hint` : undefined} {...input} />
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

type NumberProps = Omit<ComponentProps<'input'>, 'type' | 'value' | 'onChange'> & {
  /** NaN while nothing is typed. */
  value: number
  onChange: (value: number) => void
}

/** A number that must be given; emptied, it stays empty until another one is typed. */
export const NumberField = ({ value, onChange, ...field }: Common & NumberProps) => (
  <TextField
    {...field}
    type="number"
    required
    value={Number.isNaN(value) ? '' : value}
    onChange={({ target }) => onChange(target.valueAsNumber)}
  />
)

/** One of several values. */
export function SelectField({
  label,
  hint,
  children,
  ...select
}: Common & ComponentProps<'select'>) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} aria-describedby={hint ? `${id}-hint` : undefined} {...select}>
        {children}
      </select>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
