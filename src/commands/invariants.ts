export * from '../watches/invariants.ts'

// `node src/commands/invariants.ts [folder]` looks at a local portal's data. Not awaited: check-folder.ts imports this file.
if (import.meta.main) void import('./crash/check-folder.ts').then(({ checkFolder }) => checkFolder(process.argv[2]))
