import { describe } from 'vitest'

/** A story told twice: with JavaScript and without (UX-2). */
export function bothWays(story: (javaScript: boolean) => void): void {
  describe.each([
    { how: 'with JavaScript', javaScript: true },
    { how: 'without JavaScript', javaScript: false },
  ])('$how', ({ javaScript }) => story(javaScript))
}
