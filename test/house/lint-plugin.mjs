/** The bans of this house that oxlint has no rule for. Each is proven on a bad sample in test/tools/bans.test.ts. */

const rule = (check) => ({ create: (context) => check((node, message) => context.report({ node, message })) })
const nameOf = (attribute) =>
  attribute.name.type === 'JSXNamespacedName' ? `${attribute.name.namespace.name}:${attribute.name.name.name}` : attribute.name.name
const keyOf = (property) => property.key?.value ?? property.key?.name ?? ''
const isMember = (node, object, ...names) => node.object.name === object && names.includes(node.property.name ?? node.property.value)

/** Calls back with the name of every attribute, in JSX and in objects that may be spread into it, and with its text where it is written out. */
const eachAttribute = (visit) => ({
  JSXAttribute: (node) => visit(node, nameOf(node), textOf(node.value)),
  Property: (node) => visit(node, String(keyOf(node)), textOf(node.value)),
})

function textOf(value) {
  if (value?.type === 'JSXExpressionContainer') return textOf(value.expression)
  if (value?.type === 'TemplateLiteral') return value.quasis[0].value.raw
  return typeof value?.value === 'string' ? value.value : ''
}

const noInnerHtml = rule((report) =>
  eachAttribute((node, name) => {
    if (name === 'dangerouslySetInnerHTML') report(node, 'Unescaped HTML lets a name become a script. Write JSX.')
  }),
)

const noInlineStyle = rule((report) => ({
  JSXAttribute: (node) => {
    if (nameOf(node) === 'style') report(node, "style-src 'self' blocks inline styles. Use a class or a data attribute.")
  },
}))

const noEvalInHtmx = rule((report) =>
  eachAttribute((node, name, text) => {
    if (!name.startsWith('hx-')) return
    if (name.startsWith('hx-on'))
      report(node, 'hx-on needs eval, which the content security policy forbids. Put the behaviour into public/app.js.')
    if (/^\s*(js|javascript):/i.test(text))
      report(node, 'A js: value is run as code, which the content security policy forbids. Send plain values from the server.')
    if (name.startsWith('hx-trigger') && text.includes('['))
      report(node, 'A trigger filter needs eval, which the content security policy forbids.')
  }),
)

const leaky =
  'It sends what was typed in the address (hx-preload) or keeps pages in the browser (hx-history-cache): neither may happen to health data.'
const noLeakyExtensions = rule((report) => ({
  ...eachAttribute((node, name) => {
    if (/^hx-(preload|history-cache)/.test(name)) report(node, leaky)
  }),
  Literal: (node) => {
    if (/hx-(preload|history-cache)/.test(String(node.value))) report(node, leaky)
  },
}))

const noRawSql = rule((report) => ({
  MemberExpression: (node) => {
    if (isMember(node, 'sql', 'raw', 'identifier'))
      report(node, 'Text that becomes SQL can be injected. Bind a parameter or name a column of the schema.')
  },
}))

const notWhole = "It brings 20 kB gzip that nobody uses, or 92 kB of locales. Write: import * as z from 'zod/mini'."
const bannedImports = {
  'hono/html raw': 'Unescaped HTML lets a name become a script. Write JSX.',
  'zod z': notWhole,
  'zod default': notWhole,
  'zod *': notWhole,
  'hono/cache cache': "A shared cache would keep one person's page for the next.",
}
const noBannedImports = rule((report) => ({
  ImportDeclaration: (node) => {
    for (const specifier of node.specifiers) {
      const name = specifier.type === 'ImportDefaultSpecifier' ? 'default' : (specifier.imported?.name ?? '*')
      const message = bannedImports[`${node.source.value} ${name}`]
      if (message) report(specifier, message)
    }
  },
}))

const noSharedCache = rule((report) => ({
  MemberExpression: (node) => {
    if (isMember(node, 'caches', 'default', 'open')) report(node, "A shared cache would keep one person's page for the next.")
  },
}))

export default {
  meta: { name: 'portico' },
  rules: {
    'no-banned-imports': noBannedImports,
    'no-inner-html': noInnerHtml,
    'no-inline-style': noInlineStyle,
    'no-eval-in-htmx': noEvalInHtmx,
    'no-leaky-extensions': noLeakyExtensions,
    'no-raw-sql': noRawSql,
    'no-shared-cache': noSharedCache,
  },
}
