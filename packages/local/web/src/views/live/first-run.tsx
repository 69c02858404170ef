export function FirstRun() {
  return <main class="view">Waiting</main>
}
