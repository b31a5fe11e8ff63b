import { useId } from 'react'

type Option<T extends string> = { value: T; label: string; detail?: string | undefined }

type Props<T extends string> = {
  legend: string
  options: readonly Option<T>[]
  chosen: T | null
  onChoose: (value: T) => void
}

/** One of a list, by mouse or arrow keys. */
export function Choices<T extends string>({ legend, options, chosen, onChoose }: Props<T>) {
  const name = useId()
  return (
    <fieldset className="choices">
      <legend className="visually-hidden">{legend}</legend>
      {options.map(({ value, label, detail }) => (
        <label key={value} className="choice">
          <input
            type="radio"
            name={name}
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          <span className="choice-words">
            <span>{label}</span>
            {detail !== undefined && <small>{detail}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
