/** What taking somebody's roles or access meets beyond the person herself (SET-7). Pure. */

export interface Meeting {
  /** Requests nobody has answered, and confirmed appointments ahead: they stay, whoever is their therapist. */
  openRequests: number
  ahead: number
  /** Offers of work that she made and nobody has taken up: they end with her administration. */
  openOffers: number
}

/** Of all that could be met, what is: her appointments when she stops being a therapist, her offers when she steps down. */
export const whatItMeets = (all: Meeting, { stopping, steppingDown }: { stopping: boolean; steppingDown: boolean }): Meeting => ({
  openRequests: stopping ? all.openRequests : 0,
  ahead: stopping ? all.ahead : 0,
  openOffers: steppingDown ? all.openOffers : 0,
})

export const meetsSomething = ({ openRequests, ahead, openOffers }: Meeting): boolean => openRequests + ahead + openOffers > 0
