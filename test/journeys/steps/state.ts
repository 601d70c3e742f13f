import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { problemsOf } from './inspection.ts'

/** A page in a state: nothing for axe to find, and nothing too wide, down to 320 px (LNK-8). `of` is asked once `reach` has led there. */
export const state = (name: string, of: () => Page, reach: () => Promise<unknown>) =>
  test(name, async () => {
    await reach()
    expect(await problemsOf(of())).toEqual([])
  })

/** The same for a file about one page: that which `reach` answers, or the `usual` one. */
export const stateOn = (usual: () => Page) => (name: string, reach: () => Promise<Page | void>) =>
  test(name, async () => expect(await problemsOf((await reach()) ?? usual())).toEqual([]))
