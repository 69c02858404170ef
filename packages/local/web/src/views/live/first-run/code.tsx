/** Code with dim comments. */
export function Code({ text }: { readonly text: string }) {
  return (
    <pre>
      {text.split('\n').map((line, index) => (
        <span key={index} class={/^\s*(\/\/|#|<!--)/.test(line) ? 'text3' : ''}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  )
}
