// Prints the findings as JSON: certificates that Node trusts are read when a process starts.
const { checkDelivery } = require('../../dist/maintenance')

async function main() {
  const findings = []
  for await (const finding of checkDelivery({}, process.env)) findings.push(finding)
  process.stdout.write(JSON.stringify(findings))
}

void main()
