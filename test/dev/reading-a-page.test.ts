import { expect, test } from 'vitest'
import { attributeOf, element, hidden, textOf } from '../support/portal.ts'

const html = `<main><div class="row" id="request-a" data-reason="plan &amp; seat"><div><input type="hidden" name="version" value="3"/></div>
<form><input name="key" type="hidden" value="k&quot;1"/></form></div><div id="request-ab"><input value="9" name="version" type="hidden"></div><p>a&nbsp;&lt; <b>b</b></p></main>`

test('an element ends where it ends', () => {
  expect(element(html, 'request-a')).toMatch(/^<div class="row".*k&quot;1"\/><\/form><\/div>$/s)
  expect(element(html, 'request-ab')).toContain('value="9"')
  expect(() => element(html, 'request')).toThrow('no element with id')
})

test('fields and attributes are those of the element named', () => {
  expect(hidden(html, 'request-a', 'version')).toBe('3')
  expect(hidden(html, 'request-ab', 'version')).toBe('9')
  expect(hidden(html, 'request-a', 'key')).toBe('k"1')
  expect(() => hidden(html, 'request-ab', 'key')).toThrow('no input')
  expect(attributeOf(html, 'request-a', 'data-reason')).toBe('plan & seat')
  expect(attributeOf(html, 'request-ab', 'data-reason')).toBeNull()
})

test('a text has no tags', () => expect(textOf('<p>a&nbsp;&lt;\n <b>b</b></p>')).toBe('a < b'))
