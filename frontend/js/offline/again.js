// Forms that are only drawn once more (in another language, under another category): nothing is sent by them, and nothing kept.
export const onlyDraws = (address) => new URL(address, self.location.origin).searchParams.has("again");
