// Plain JavaScript on purpose: an old Node must be able to read it, to say that it is too old for the rest.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Portico needs Node 22.18 or newer and this is ${process.versions.node}. "npm ci" brings Node 24 along: use "npm start" and "npm test".`,
  )
  process.exit(1)
}
